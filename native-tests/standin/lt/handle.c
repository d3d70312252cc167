/* The library's door, and which of its objects live. */
#include "lt.h"

/* Every object begins with what it is. */
void *living(const void *handle, enum what what) {
    return standin_is(CUBLASLT, handle) && *(const int *)handle == (int)what ? (void *)handle : NULL;
}

API(cublasLtCreate, CURRENT | BLAS, (void **out), (out)) {
    if (!out)
        return BLAS_INVALID_VALUE;
    struct handle *h = standin_make(CUBLASLT, sizeof *h);
    *h = (struct handle){HANDLE, standin_current()};
    *out = h;
    return BLAS_SUCCESS;
}

API(cublasLtDestroy, CURRENT | RELEASES | BLAS, (void *handle), (handle)) {
    if (!handle)
        return BLAS_INVALID_VALUE;
    if (!living(handle, HANDLE))
        return BLAS_NOT_INITIALIZED;
    standin_retire(CUBLASLT, handle);
    return BLAS_SUCCESS;
}

PUBLIC size_t cublasLtGetVersion(void);
PUBLIC size_t cublasLtGetVersion(void) { return BLAS_VERSION; }

PUBLIC size_t cublasLtGetCudartVersion(void);
PUBLIC size_t cublasLtGetCudartVersion(void) { return DRIVER_VERSION; }

API(cublasLtGetProperty, FREE | BLAS, (int which, int *value), (which, value)) {
    if (!value || which < 0 || which > 2)
        return BLAS_INVALID_VALUE;
    *value = which == 0 ? BLAS_VERSION / 10000 : which == 1 ? BLAS_VERSION / 100 % 100 : BLAS_VERSION % 100;
    return BLAS_SUCCESS;
}

PUBLIC const char *cublasLtGetStatusName(int code);
PUBLIC const char *cublasLtGetStatusName(int code) { return status_name(code); }

PUBLIC const char *cublasLtGetStatusString(int code);
PUBLIC const char *cublasLtGetStatusString(int code) { return status_meaning(code); }
