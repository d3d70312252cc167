/* The GEMM calls: what the manual allows, what memory they touch, then a task. */
#include "handle.h"
#include "gemm.h"
#include <string.h>

enum {
    COMPUTE_16F = 64, COMPUTE_16F_PEDANTIC, COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC, COMPUTE_64F, COMPUTE_64F_PEDANTIC,
    COMPUTE_32I, COMPUTE_32I_PEDANTIC, COMPUTE_32F_FAST_16F, COMPUTE_32F_FAST_16BF, COMPUTE_32F_FAST_TF32 = 77,
};

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

static int scalar_type(int compute) {
    switch (compute) {
        case COMPUTE_16F: case COMPUTE_16F_PEDANTIC: return F16;
        case COMPUTE_32I: case COMPUTE_32I_PEDANTIC: return I32;
        case COMPUTE_64F: case COMPUTE_64F_PEDANTIC: return F64;
        default: return F32;
    }
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

/* A matrix and its whole batch, in bytes; beyond all memory when the product would not fit. */
static struct span extent(const struct matrix *x, int64_t rows, int64_t columns, int64_t batch, int size) {
    __int128 shift = (__int128)(batch - 1) * x->stride;
    __int128 one = (__int128)(columns - 1) * x->ld + rows;
    __int128 low = shift < 0 ? shift : 0, bytes = (one + (shift < 0 ? -shift : shift)) * size;
    if (bytes > INT64_MAX)
        return (struct span){0, UINT64_MAX};
    return (struct span){(uint64_t)x->at + (uint64_t)(int64_t)(low * size), (uint64_t)bytes};
}

static void touch(struct task *task, struct span span) { task->span[task->spans++] = span; }

static int misaligned(const struct matrix *x, int size) { return (uintptr_t)x->at % (unsigned)size != 0; }

static void spans(struct task *task, const struct handle *h, const struct job *j) {
    int size = type_size(j->ab), size_c = type_size(j->c);
    touch(task, extent(&j->C, j->m, j->n, j->batch, size_c));
    if (j->k && (j->scalars_on_device || j->alpha.value != 0)) {
        touch(task, extent(&j->A, j->transpose_a ? j->k : j->m, j->transpose_a ? j->m : j->k, j->batch, size));
        touch(task, extent(&j->B, j->transpose_b ? j->n : j->k, j->transpose_b ? j->k : j->n, j->batch, size));
    }
    touch(task, h->workspace);
    if (j->scalars_on_device) {
        touch(task, (struct span){(uint64_t)j->alpha.address, (uint64_t)type_size(j->scalar)});
        touch(task, (struct span){(uint64_t)j->beta.address, (uint64_t)type_size(j->scalar)});
    }
    if (misaligned(&j->A, size) || misaligned(&j->B, size) || misaligned(&j->C, size_c)) {
        standin_note("gemm: an operand's address is no multiple of its element");
        task->error = MISALIGNED_ADDRESS;
    } else if (j->batch > 1 && !j->C.stride) {
        standin_note("gemm: all results of a batch of %lld go to the same place", (long long)j->batch);
        task->error = ILLEGAL_ADDRESS;
    }
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
        .ab = (short)a->type_a, .c = (short)a->type_c, .scalar = (short)scalar_type(a->compute),
        .rounding = (char)rounding(h, a->compute, a->type_a),
        .transpose_a = a->transpose_a != 0, .transpose_b = a->transpose_b != 0,
        .scalars_on_device = h->pointer_mode != 0,
        .m = a->m, .n = a->n, .k = a->k, .batch = a->batch,
        .A = {(void *)a->A, a->lda, a->stride_a}, .B = {(void *)a->B, a->ldb, a->stride_b},
        .C = {a->C, a->ldc, a->stride_c},
    };
    if (j.scalars_on_device) {
        j.alpha.address = a->alpha;
        j.beta.address = a->beta;
    } else {
        j.alpha.value = read_scalar(j.scalar, a->alpha);
        j.beta.value = read_scalar(j.scalar, a->beta);
    }
    struct task task = {.body = gemm, .flags = ARITHMETIC};
    _Static_assert(sizeof j <= PAYLOAD, "a job is a task's payload");
    spans(&task, h, &j);
    memcpy(task.payload, &j, sizeof j);
    standin_enqueue(s, &task);
    return BLAS_SUCCESS;
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
