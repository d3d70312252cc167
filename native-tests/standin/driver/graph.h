#pragma once
#include "recording.h"

/* A graph that owns the recording. */
void *graph_make(struct recording *);
