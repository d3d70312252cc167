/* The names and meanings of cublasStatus_t. */
#include "handle.h"

static const struct {
    int code;
    const char *name, *meaning;
} statuses[] = {
    {BLAS_SUCCESS, "CUBLAS_STATUS_SUCCESS", "success"},
    {BLAS_NOT_INITIALIZED, "CUBLAS_STATUS_NOT_INITIALIZED", "the library was not initialized"},
    {BLAS_ALLOC_FAILED, "CUBLAS_STATUS_ALLOC_FAILED", "the resource allocation failed"},
    {BLAS_INVALID_VALUE, "CUBLAS_STATUS_INVALID_VALUE", "an unsupported value or parameter was passed to the function"},
    {BLAS_ARCH_MISMATCH, "CUBLAS_STATUS_ARCH_MISMATCH", "the function requires a feature absent from the device architecture"},
    {BLAS_MAPPING_ERROR, "CUBLAS_STATUS_MAPPING_ERROR", "an access to GPU memory space failed"},
    {BLAS_EXECUTION_FAILED, "CUBLAS_STATUS_EXECUTION_FAILED", "the GPU program failed to execute"},
    {BLAS_INTERNAL_ERROR, "CUBLAS_STATUS_INTERNAL_ERROR", "an internal cuBLAS operation failed"},
    {BLAS_NOT_SUPPORTED, "CUBLAS_STATUS_NOT_SUPPORTED", "the functionality requested is not supported"},
    {BLAS_LICENSE_ERROR, "CUBLAS_STATUS_LICENSE_ERROR", "the functionality requested requires some license"},
};

static int find(int code) {
    for (int i = 0; i < (int)(sizeof statuses / sizeof *statuses); i++)
        if (statuses[i].code == code)
            return i;
    return -1;
}

PUBLIC const char *cublasGetStatusName(int code);
PUBLIC const char *cublasGetStatusName(int code) {
    int at = find(code);
    return at < 0 ? "unknown status" : statuses[at].name;
}

PUBLIC const char *cublasGetStatusString(int code);
PUBLIC const char *cublasGetStatusString(int code) {
    int at = find(code);
    return at < 0 ? "unknown status" : statuses[at].meaning;
}
