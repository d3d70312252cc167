#pragma once
#include "../standin.h"

enum {
    BLAS_SUCCESS = 0, BLAS_NOT_INITIALIZED = 1, BLAS_ALLOC_FAILED = 3, BLAS_INVALID_VALUE = 7,
    BLAS_ARCH_MISMATCH = 8, BLAS_MAPPING_ERROR = 11, BLAS_EXECUTION_FAILED = 13, BLAS_INTERNAL_ERROR = 14,
    BLAS_NOT_SUPPORTED = 15, BLAS_LICENSE_ERROR = 16,
};

enum { MATH_DEFAULT, MATH_TENSOR_OP, MATH_PEDANTIC, MATH_TF32, MATH_NO_REDUCED_REDUCTION = 16 };

struct handle {
    struct context *context;
    void *stream;
    struct span workspace;      /* one's own; empty: the library's */
    int math, pointer_mode, atomics, multiprocessors;
};

/* The stream on which the handle works now, or null. */
struct stream *handle_stream(const struct handle *);
