/* D = act(alpha op(A) op(B) + beta C + bias), column-major, over a batch: what libcublas and libcublasLt have in common. */
#pragma once
#include "../standin.h"

enum type { F32 = 0, F64 = 1, F16 = 2, I8 = 3, I32 = 10, BF16 = 14, E4M3 = 28 };
enum rounding { AS_GIVEN, TO_TF32, TO_F16, TO_BF16 };
enum activation { LINEAR, RELU, GELU };

enum compute {
    COMPUTE_16F = 64, COMPUTE_16F_PEDANTIC, COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC, COMPUTE_64F, COMPUTE_64F_PEDANTIC,
    COMPUTE_32I, COMPUTE_32I_PEDANTIC, COMPUTE_32F_FAST_16F, COMPUTE_32F_FAST_16BF, COMPUTE_32F_FAST_TF32 = 77,
};

/* Stride: from one item of the batch to the next. Both in elements. */
struct matrix {
    void *at;
    int64_t ld, stride;
};

union scalar {
    double value;
    const void *address;
};

struct job {
    short ab, c, d, scalar, sum;    /* element types; of alpha and beta; of what is accumulated in */
    short bias_type;
    char rounding, transpose_a, transpose_b, activation;
    char alpha_on_device, beta_on_device;   /* then an address */
    char alpha_per_row;                     /* then an address of m of them, per row of D */
    char staged, drops_nan;         /* rounds to D's type before bias and activation; ReLU makes 0 of NaN */
    char parts, parts_in_d;         /* k is cut so many times; and the sum rounded to D's type at each cut */
    int64_t m, n, k, batch;
    struct matrix A, B, C, D;       /* C is not read when beta is zero */
    union scalar alpha, beta;
    int64_t alpha_stride;
    const void *bias;               /* along the rows of D; may be null */
    int64_t bias_stride;
    const float *scale_a, *scale_b; /* one number each, or null */
    struct span scratch;            /* overwritten before the product, so that nothing else may lie there */
};

int type_size(int type);
double read_scalar(int type, const void *at);
/* Between any element type but F64 and float; narrowing rounds once, to nearest even, and saturates integers. */
void widen(int type, const void *from, int64_t count, float *to);
void narrow(int type, const float *from, int64_t count, void *to);

int gemm(void *job);                        /* a task body */
void gemm_float(const struct job *);        /* sums in F32 */
void gemm_exact(const struct job *);        /* sums in I32 or F64 */

/* What becomes of a block of sums at (row, column) of an item: columns of at most BLOCK_ROWS rows. */
#define BLOCK_ROWS 128
void finish(const struct job *, int64_t item, int64_t row, int64_t column, int64_t rows, int64_t columns,
            const float *sums);

/* A matrix and its whole batch, in bytes; beyond all memory when the product would not fit. */
struct span extent(const struct matrix *, int64_t rows, int64_t columns, int64_t batch, int size);
/* Adds the operands to what the task touches, and the error of an address or a batch that cannot be. */
void touch(struct task *, struct span);
void touch_operands(struct task *, const struct job *);
