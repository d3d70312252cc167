/* cublasLtMatmulDesc_t: the operation apart from the shapes. */
#include "descriptor.h"

#define OF(id, field) ATTRIBUTE(id, operation, field)

static const struct attribute attributes[] = {
    OF(0, compute), OF(1, scale), OF(2, pointer_mode), OF(3, transpose_a), OF(4, transpose_b), OF(5, transpose_c),
    OF(6, fill), OF(7, epilogue), OF(8, bias), OF(10, bias_stride), OF(11, auxiliary), OF(12, auxiliary_ld),
    OF(13, auxiliary_stride), OF(14, alpha_stride), OF(15, multiprocessors), OF(17, scale_a), OF(18, scale_b),
    OF(19, scale_c), OF(20, scale_d), OF(21, largest_d), OF(22, auxiliary_type), OF(23, auxiliary_scale),
    OF(24, auxiliary_largest), OF(25, fast), OF(26, bias_type), OF(27, chunks[0]), OF(28, chunks[1]),
    OF(29, counters[0]), OF(30, counters[1]), {0, 0, 0},
};

enum { FULL = 2, BY_TABLE = -1 };

API(cublasLtMatmulDescCreate, FREE | BLAS, (void **out, int compute, int scale), (out, compute, scale)) {
    if (!out)
        return BLAS_INVALID_VALUE;
    struct operation *o = standin_make(CUBLASLT, sizeof *o);
    *o = (struct operation){.what = OPERATION, .compute = compute, .scale = scale, .fill = FULL,
                            .epilogue = EPILOGUE_DEFAULT, .auxiliary_type = BY_TABLE, .bias_type = BY_TABLE};
    *out = o;
    return BLAS_SUCCESS;
}

DESCRIPTOR(cublasLtMatmulDesc, OPERATION, attributes)
