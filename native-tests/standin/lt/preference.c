/* cublasLtMatmulPreference_t: what the heuristics may choose from. */
#include "descriptor.h"

#define OF(id, field) ATTRIBUTE(id, preference, field)

static const struct attribute attributes[] = {
    OF(0, search), OF(1, workspace), OF(3, schemes), OF(5, alignment[0]), OF(6, alignment[1]), OF(7, alignment[2]),
    OF(8, alignment[3]), OF(9, waves), OF(12, implementations), {0, 0, 0},
};

API(cublasLtMatmulPreferenceCreate, FREE | BLAS, (void **out), (out)) {
    if (!out)
        return BLAS_INVALID_VALUE;
    struct preference *p = standin_make(CUBLASLT, sizeof *p);
    *p = (struct preference){.what = PREFERENCE, .schemes = 7, .alignment = {256, 256, 256, 256}, .implementations = ~0ull};
    *out = p;
    return BLAS_SUCCESS;
}

DESCRIPTOR(cublasLtMatmulPreference, PREFERENCE, attributes)
