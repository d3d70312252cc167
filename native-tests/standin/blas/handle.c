/* cuBLAS handles and their settings. */
#include "handle.h"

static struct handle *alive(void *handle) { return standin_is(CUBLAS, handle) ? handle : NULL; }

struct stream *handle_stream(const struct handle *h) {
    if (h->context != standin_current())
        return NULL;
    struct stream *s = standin_stream(h->stream);
    return s && standin_context_of(s) == h->context ? s : NULL;
}

API(cublasCreate_v2, CURRENT | BLAS | UNSAFE, (void **out), (out)) {
    if (!out)
        return BLAS_INVALID_VALUE;
    struct handle *h = standin_make(CUBLAS, sizeof *h);
    h->context = standin_current();
    *out = h;
    return BLAS_SUCCESS;
}

API(cublasDestroy_v2, CURRENT | RELEASES | BLAS, (void *handle), (handle)) {
    if (!alive(handle))
        return BLAS_NOT_INITIALIZED;
    standin_retire(CUBLAS, handle);
    return BLAS_SUCCESS;
}

/* Puts the workspace back to the library's own, as the library does. */
API(cublasSetStream_v2, CURRENT | BLAS, (void *handle, void *stream), (handle, stream)) {
    struct handle *h = alive(handle);
    if (!h)
        return BLAS_NOT_INITIALIZED;
    struct stream *s = standin_stream(stream);
    if (!s || standin_context_of(s) != h->context)
        return BLAS_INVALID_VALUE;
    h->stream = stream;
    h->workspace = (struct span){0, 0};
    return BLAS_SUCCESS;
}

API(cublasGetStream_v2, CURRENT | BLAS, (void *handle, void **out), (handle, out)) {
    struct handle *h = alive(handle);
    if (!h)
        return BLAS_NOT_INITIALIZED;
    if (!out)
        return BLAS_INVALID_VALUE;
    *out = h->stream;
    return BLAS_SUCCESS;
}

API(cublasSetWorkspace_v2, CURRENT | BLAS, (void *handle, void *workspace, size_t bytes),
    (handle, workspace, bytes)) {
    struct handle *h = alive(handle);
    if (!h)
        return BLAS_NOT_INITIALIZED;
    if ((uintptr_t)workspace % 256 || (bytes && !workspace))
        return BLAS_INVALID_VALUE;
    h->workspace = (struct span){(uint64_t)workspace, bytes};
    return BLAS_SUCCESS;
}

#define SETTING(what, type, field, valid)                                                              \
    API(cublasSet##what, CURRENT | BLAS, (void *handle, type value), (handle, value)) {                \
        struct handle *h = alive(handle);                                                              \
        if (!h)                                                                                        \
            return BLAS_NOT_INITIALIZED;                                                               \
        if (!(valid))                                                                                  \
            return BLAS_INVALID_VALUE;                                                                 \
        h->field = value;                                                                              \
        return BLAS_SUCCESS;                                                                           \
    }                                                                                                  \
    API(cublasGet##what, CURRENT | BLAS, (void *handle, type *out), (handle, out)) {                   \
        struct handle *h = alive(handle);                                                              \
        if (!h)                                                                                        \
            return BLAS_NOT_INITIALIZED;                                                               \
        if (!out)                                                                                      \
            return BLAS_INVALID_VALUE;                                                                 \
        *out = h->field;                                                                               \
        return BLAS_SUCCESS;                                                                           \
    }

SETTING(MathMode, int, math, (value & ~MATH_NO_REDUCED_REDUCTION) >= 0 && (value & ~MATH_NO_REDUCED_REDUCTION) <= MATH_TF32)
SETTING(PointerMode_v2, int, pointer_mode, value == 0 || value == 1)
SETTING(AtomicsMode, int, atomics, value == 0 || value == 1)
SETTING(SmCountTarget, int, multiprocessors, value >= 0)

API(cublasGetVersion_v2, FREE | BLAS, (void *handle, int *version), (handle, version)) {
    (void)handle;
    if (!version)
        return BLAS_INVALID_VALUE;
    *version = BLAS_VERSION;
    return BLAS_SUCCESS;
}

API(cublasGetProperty, FREE | BLAS, (int which, int *value), (which, value)) {
    if (!value || which < 0 || which > 2)
        return BLAS_INVALID_VALUE;
    *value = which == 0 ? BLAS_VERSION / 10000 : which == 1 ? BLAS_VERSION / 100 % 100 : BLAS_VERSION % 100;
    return BLAS_SUCCESS;
}

PUBLIC size_t cublasGetCudartVersion(void);
PUBLIC size_t cublasGetCudartVersion(void) { return DRIVER_VERSION; }

PUBLIC const char *cublasGetStatusName(int code);
PUBLIC const char *cublasGetStatusName(int code) { return status_name(code); }

PUBLIC const char *cublasGetStatusString(int code);
PUBLIC const char *cublasGetStatusString(int code) { return status_meaning(code); }
