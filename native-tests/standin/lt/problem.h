/* An operation with its layouts: checked against each other, and against what the library can do. */
#pragma once
#include "lt.h"
#include "support.h"

enum { A, B, C, D, OPERANDS };

struct problem {
    const struct operation *operation;
    const struct layout *of[OPERANDS];
    const struct support *types;
    int64_t m, n, k, batch;
};

/* INVALID_VALUE when they contradict each other, NOT_SUPPORTED when the library cannot do it. */
int problem_make(struct problem *, void *operation, void *const layouts[OPERANDS]);
/* Of an operand's leading dimension, and of the stride where there is a batch: divisible by so many bytes. */
int problem_aligned(const struct problem *, int operand, unsigned bytes);
