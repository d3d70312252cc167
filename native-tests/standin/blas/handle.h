#pragma once
#include "../gemm/status.h"
#include "../standin.h"

enum { MATH_DEFAULT, MATH_TENSOR_OP, MATH_PEDANTIC, MATH_TF32, MATH_NO_REDUCED_REDUCTION = 16 };

struct handle {
    struct context *context;
    void *stream;
    struct span workspace;      /* one's own; empty: the library's */
    int math, pointer_mode, atomics, multiprocessors;
};

/* The stream on which the handle works now, or null. */
struct stream *handle_stream(const struct handle *);
