/* C = alpha op(A) op(B) + beta C, column-major, over a batch. */
#pragma once
#include <stdint.h>

enum type { F32 = 0, F64 = 1, F16 = 2, I8 = 3, I32 = 10, BF16 = 14 };
enum rounding { AS_GIVEN, TO_TF32, TO_F16, TO_BF16 };

struct matrix {
    void *at;
    int64_t ld, stride;
};

struct job {
    short ab, c, scalar;            /* element types; `scalar` is also what is accumulated in */
    char rounding, transpose_a, transpose_b;
    char scalars_on_device;         /* then alpha and beta are addresses */
    int64_t m, n, k, batch;
    struct matrix A, B, C;
    union {
        double value;
        const void *address;
    } alpha, beta;
};

int type_size(int type);
double read_scalar(int type, const void *at);
int gemm(void *job);                /* a task body */
void gemm_exact(const struct job *);/* I32 and F64 */
