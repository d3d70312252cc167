/* cublasLt: only its door so far. */
#include "../standin.h"

enum { LT_SUCCESS = 0, LT_NOT_INITIALIZED = 1, LT_INVALID_VALUE = 7 };

struct handle {
    struct context *context;
};

API(cublasLtCreate, CURRENT | BLAS, (void **out), (out)) {
    if (!out)
        return LT_INVALID_VALUE;
    struct handle *h = standin_make(CUBLASLT, sizeof *h);
    h->context = standin_current();
    *out = h;
    return LT_SUCCESS;
}

API(cublasLtDestroy, CURRENT | RELEASES | BLAS, (void *handle), (handle)) {
    if (!standin_is(CUBLASLT, handle))
        return LT_NOT_INITIALIZED;
    standin_retire(CUBLASLT, handle);
    return LT_SUCCESS;
}

PUBLIC size_t cublasLtGetVersion(void);
PUBLIC size_t cublasLtGetVersion(void) { return BLAS_VERSION; }
