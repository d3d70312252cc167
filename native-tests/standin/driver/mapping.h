#pragma once
#include <stdint.h>

#define PAGE 4096u
#define GUARD 65536u

/* Without guards: at least so many bytes, from those kept when there are any. Zero when there is no room. */
uint64_t mapping_take(uint64_t bytes);
void mapping_keep(uint64_t address, uint64_t bytes);

/* An inaccessible stretch, or zero. */
uint64_t mapping_reserve(uint64_t length);
