/* A cublasLtMatmul with its descriptors, operands on both sides, and what it should give. */
#pragma once
#include "check.h"

enum { COMPUTE_TYPE, SCALE_TYPE, POINTER_MODE, TRANSPOSE_A, TRANSPOSE_B, EPILOGUE = 7, BIAS = 8, BIAS_STRIDE = 10,
       ALPHA_STRIDE = 14, SCALE_A = 17, SCALE_B, BIAS_TYPE = 26 };
enum { NO_EPILOGUE = 1, RELU = 2, WITH_BIAS = 4, GELU = 32 };
enum { ON_HOST, ON_DEVICE, ALPHA_VECTOR_BETA_ZERO = 3, ALPHA_VECTOR = 4 };

struct result {
    uint64_t algorithm[8];
    size_t workspace;
    int state;
    float waves;
    int reserved[4];
};

struct matmul {
    int compute, scale, ab, c, d, bias_type;        /* element types */
    int64_t m, n, k, batch, pad;                    /* pad: how much longer leading dimensions are */
    int transpose_a, transpose_b, epilogue, pointer_mode;
    float alpha, beta;
    float scale_a, scale_b;                         /* 0: none */

    void *handle, *operation, *layout[4], *preference;
    ptr at[4], bias, vector, scalars;
    void *host[4], *host_bias, *host_vector;
    int64_t ld[4], stride[4], elements[4];
};

void matmul_open(struct matmul *, void *handle);
void matmul_close(struct matmul *);
void matmul_set(struct matmul *, int attribute, int value);
int matmul_heuristics(struct matmul *, uint64_t workspace, int most, struct result *, int *found);
int matmul_run(struct matmul *, const void *algorithm, ptr workspace, size_t bytes);
/* How many results are further from what they should be than `tolerance`, relative. */
int matmul_wrong(struct matmul *, float tolerance);

#define BYTES 6
/* The i-th of the combinations with FP8 or INT8 operands. */
struct matmul matmul_of_bytes(int i);
