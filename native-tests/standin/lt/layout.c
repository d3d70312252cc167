/* cublasLtMatrixLayout_t: the shape of one operand. */
#include "descriptor.h"

#define OF(id, field) ATTRIBUTE(id, layout, field)

static const struct attribute attributes[] = {
    OF(0, type), OF(1, order), OF(2, rows), OF(3, columns), OF(4, ld), OF(5, batch), OF(6, stride), OF(7, plane),
    {0, 0, 0},
};

API(cublasLtMatrixLayoutCreate, FREE | BLAS, (void **out, int type, uint64_t rows, uint64_t columns, int64_t ld),
    (out, type, rows, columns, ld)) {
    if (!out)
        return BLAS_INVALID_VALUE;
    struct layout *l = standin_make(CUBLASLT, sizeof *l);
    *l = (struct layout){.what = LAYOUT, .type = type, .batch = 1, .rows = rows, .columns = columns, .ld = ld};
    *out = l;
    return BLAS_SUCCESS;
}

DESCRIPTOR(cublasLtMatrixLayout, LAYOUT, attributes)
