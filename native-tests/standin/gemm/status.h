/* cublasStatus_t. */
#pragma once

enum {
    BLAS_SUCCESS = 0, BLAS_NOT_INITIALIZED = 1, BLAS_ALLOC_FAILED = 3, BLAS_INVALID_VALUE = 7,
    BLAS_ARCH_MISMATCH = 8, BLAS_MAPPING_ERROR = 11, BLAS_EXECUTION_FAILED = 13, BLAS_INTERNAL_ERROR = 14,
    BLAS_NOT_SUPPORTED = 15, BLAS_LICENSE_ERROR = 16,
};

const char *status_name(int code);
const char *status_meaning(int code);
