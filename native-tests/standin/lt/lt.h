/* What the sources of libcublasLt share: the objects behind its handles. */
#pragma once
#include "../gemm/gemm.h"
#include "../gemm/status.h"

enum what { HANDLE = 1, OPERATION, LAYOUT, PREFERENCE };

struct handle {
    int what;
    struct context *context;
};

enum pointer_mode { ON_HOST, ON_DEVICE, BOTH_VECTORS, ALPHA_VECTOR_BETA_ZERO, ALPHA_VECTOR };
enum epilogue { EPILOGUE_DEFAULT = 1, EPILOGUE_RELU = 2, EPILOGUE_BIAS = 4, EPILOGUE_GELU = 32 };

/* cublasLtMatmulDesc_t */
struct operation {
    int what;
    int compute, scale, pointer_mode, transpose_a, transpose_b, transpose_c, fill;
    unsigned epilogue;
    int64_t bias, bias_stride, auxiliary, auxiliary_ld, auxiliary_stride, alpha_stride;
    int multiprocessors;
    int64_t scale_a, scale_b, scale_c, scale_d, largest_d;
    int auxiliary_type;
    int64_t auxiliary_scale, auxiliary_largest;
    int8_t fast;
    int bias_type;
    int chunks[2];
    int64_t counters[2];
};

/* cublasLtMatrixLayout_t */
struct layout {
    int what;
    int type, order, batch;
    uint64_t rows, columns;
    int64_t ld, stride, plane;
};

/* cublasLtMatmulPreference_t */
struct preference {
    int what;
    unsigned search, schemes;
    unsigned alignment[4];          /* of A, B, C, D */
    uint64_t workspace, implementations;
    float waves;
};

/* Null when it is no such living object. */
void *living(const void *handle, enum what);
