/* The GEMM calls: what the manual allows, what memory they touch, then a task. */
#include "handle.h"
#include "../gemm/gemm.h"
#include <string.h>

struct arguments {
    int transpose_a, transpose_b;
    int64_t m, n, k;
    const void *alpha;
    const void *A;
    int type_a;
    int64_t lda, stride_a;
    const void *B;
    int type_b;
    int64_t ldb, stride_b;
    const void *beta;
    void *C;
    int type_c;
    int64_t ldc, stride_c, batch;
    int compute, algorithm;
};

static int permitted(int compute, int ab, int c) {
    switch (compute) {
        case COMPUTE_16F: case COMPUTE_16F_PEDANTIC: return ab == F16 && c == F16;
        case COMPUTE_32I: case COMPUTE_32I_PEDANTIC: return ab == I8 && c == I32;
        case COMPUTE_64F: case COMPUTE_64F_PEDANTIC: return ab == F64 && c == F64;
        case COMPUTE_32F: case COMPUTE_32F_PEDANTIC:
            return ((ab == F32 || ab == I8) && c == F32) || ((ab == F16 || ab == BF16) && (c == ab || c == F32));
        case COMPUTE_32F_FAST_16F: case COMPUTE_32F_FAST_16BF: case COMPUTE_32F_FAST_TF32:
            return ab == F32 && c == F32;
        default: return 0;
    }
}

/* Of alpha and beta. */
static int scalar_type(int compute) {
    switch (compute) {
        case COMPUTE_16F: case COMPUTE_16F_PEDANTIC: return F16;
        case COMPUTE_32I: case COMPUTE_32I_PEDANTIC: return I32;
        case COMPUTE_64F: case COMPUTE_64F_PEDANTIC: return F64;
        default: return F32;
    }
}

static int sum_type(int compute) {
    int scalar = scalar_type(compute);
    return scalar == F16 ? F32 : scalar;
}

static int rounding(const struct handle *h, int compute, int ab) {
    int math = h->math & ~MATH_NO_REDUCED_REDUCTION;
    if (ab != F32 || math == MATH_PEDANTIC)
        return AS_GIVEN;
    switch (compute) {
        case COMPUTE_32F_FAST_16F: return TO_F16;
        case COMPUTE_32F_FAST_16BF: return TO_BF16;
        case COMPUTE_32F_FAST_TF32: return TO_TF32;
        case COMPUTE_32F: return math == MATH_TF32 ? TO_TF32 : AS_GIVEN;
        default: return AS_GIVEN;
    }
}

static int64_t at_least_one(int64_t rows) { return rows > 1 ? rows : 1; }

static int valid(const struct arguments *a) {
    int algorithm = (a->algorithm >= -1 && a->algorithm <= 23) || (a->algorithm >= 99 && a->algorithm <= 115);
    return a->transpose_a >= 0 && a->transpose_a <= 2 && a->transpose_b >= 0 && a->transpose_b <= 2
        && a->m >= 0 && a->n >= 0 && a->k >= 0 && a->batch >= 0
        && a->lda >= at_least_one(a->transpose_a ? a->k : a->m)
        && a->ldb >= at_least_one(a->transpose_b ? a->n : a->k)
        && a->ldc >= at_least_one(a->m) && a->alpha && a->beta && algorithm;
}

/* int8 wants fours */
static int suited(const struct arguments *a) {
    return a->type_a != I8
        || (a->lda % 4 == 0 && a->ldb % 4 == 0 && (uintptr_t)a->A % 4 == 0 && (uintptr_t)a->B % 4 == 0);
}

static int multiply(void *handle, const struct arguments *a) {
    if (!standin_is(CUBLAS, handle))
        return BLAS_NOT_INITIALIZED;
    const struct handle *h = handle;
    if (!valid(a))
        return BLAS_INVALID_VALUE;
    if (a->type_a != a->type_b || !permitted(a->compute, a->type_a, a->type_c) || !suited(a))
        return BLAS_NOT_SUPPORTED;
    struct stream *s = handle_stream(h);
    if (!s)
        return BLAS_EXECUTION_FAILED;
    if (!a->m || !a->n || !a->batch)
        return BLAS_SUCCESS;
    struct job j = {
        .ab = (short)a->type_a, .c = (short)a->type_c, .d = (short)a->type_c,
        .scalar = (short)scalar_type(a->compute), .sum = (short)sum_type(a->compute),
        .rounding = (char)rounding(h, a->compute, a->type_a),
        .transpose_a = a->transpose_a != 0, .transpose_b = a->transpose_b != 0,
        .alpha_on_device = h->pointer_mode != 0, .beta_on_device = h->pointer_mode != 0,
        .m = a->m, .n = a->n, .k = a->k, .batch = a->batch,
        .A = {(void *)a->A, a->lda, a->stride_a}, .B = {(void *)a->B, a->ldb, a->stride_b},
        .C = {a->C, a->ldc, a->stride_c}, .D = {a->C, a->ldc, a->stride_c},
    };
    if (h->pointer_mode) {
        j.alpha.address = a->alpha;
        j.beta.address = a->beta;
    } else {
        j.alpha.value = read_scalar(j.scalar, a->alpha);
        j.beta.value = read_scalar(j.scalar, a->beta);
    }
    struct task task = {.body = gemm, .flags = ARITHMETIC};
    _Static_assert(sizeof j <= PAYLOAD, "a job is a task's payload");
    touch_operands(&task, &j);
    touch(&task, h->workspace);
    memcpy(task.payload, &j, sizeof j);
    return standin_enqueue(s, &task) ? BLAS_EXECUTION_FAILED : BLAS_SUCCESS;
}

#define PLAIN(name, integer)                                                                                      \
    API(name, CURRENT | BLAS,                                                                                     \
        (void *handle, int ta, int tb, integer m, integer n, integer k, const void *alpha, const void *A,         \
         int type_a, integer lda, const void *B, int type_b, integer ldb, const void *beta, void *C, int type_c,  \
         integer ldc, int compute, int algorithm),                                                                \
        (handle, ta, tb, m, n, k, alpha, A, type_a, lda, B, type_b, ldb, beta, C, type_c, ldc, compute,           \
         algorithm)) {                                                                                            \
        return multiply(handle, &(struct arguments){ta, tb, m, n, k, alpha, A, type_a, lda, 0, B, type_b, ldb, 0, \
                                                    beta, C, type_c, ldc, 0, 1, compute, algorithm});             \
    }

#define BATCHED(name, integer)                                                                                    \
    API(name, CURRENT | BLAS,                                                                                     \
        (void *handle, int ta, int tb, integer m, integer n, integer k, const void *alpha, const void *A,         \
         int type_a, integer lda, long long stride_a, const void *B, int type_b, integer ldb,                     \
         long long stride_b, const void *beta, void *C, int type_c, integer ldc, long long stride_c,              \
         integer batch, int compute, int algorithm),                                                              \
        (handle, ta, tb, m, n, k, alpha, A, type_a, lda, stride_a, B, type_b, ldb, stride_b, beta, C, type_c,     \
         ldc, stride_c, batch, compute, algorithm)) {                                                             \
        return multiply(handle, &(struct arguments){ta, tb, m, n, k, alpha, A, type_a, lda, stride_a, B, type_b,  \
                                                    ldb, stride_b, beta, C, type_c, ldc, stride_c, batch,         \
                                                    compute, algorithm});                                         \
    }

PLAIN(cublasGemmEx, int)
PLAIN(cublasGemmEx_64, int64_t)
BATCHED(cublasGemmStridedBatchedEx, int)
BATCHED(cublasGemmStridedBatchedEx_64, int64_t)
