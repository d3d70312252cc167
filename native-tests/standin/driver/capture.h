/* Streams that record instead of queueing. */
#pragma once
#include "driver.h"
#include "point.h"

int capturing(const struct stream *);
/* Takes over the task, or drops it and says why not. */
int capture_add(struct stream *, const struct task *);
/* Where it has come to. */
int capture_mark(const struct stream *, struct point *);
/* Lets the stream come after a point of a capture too: it joins the capture when it is in none. */
int capture_join(struct stream *, const struct point *);
/* For a call that a capturing stream cannot have: spoils the capture and says so. */
int capture_refuse(struct stream *, int error);
/* The error of waiting for the stream, asking it, or queueing on it as the default stream; spoils what it hits. */
int capture_conflict(struct stream *);
/* A stream goes away. */
void capture_leave(struct stream *);
/* Whether this thread may now make calls that could disturb a capture; spoils those that forbid it. */
int capture_allows_unsafe(void);
