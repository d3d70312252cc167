/* Integers, so that every sum is exact in any order, against the plainest loops. */
#include "check.h"
#include "element.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TF32_MATH = 3 };

struct shape {
    int64_t m, n, k, batch, pad;
};

static int64_t lda, ldb, ldc, stride_a, stride_c;

static void *upload(int type, int64_t count, ptr *device, int fill) {
    size_t size = size_of(type);
    void *host = malloc((size_t)count * size);
    for (int64_t i = 0; i < count; i++)
        put(type, host, i, (float)(rand() % 3 - 1));
    EXPECT(cuMemAlloc_v2(device, (size_t)count * size), 0);
    if (fill)
        EXPECT(cuMemcpyHtoD_v2(*device, host, (size_t)count * size), 0);
    return host;
}

static void compare(void *handle, struct shape s, int ta, int tb, int type, int type_c, float beta) {
    ptr a, b, c;
    float alpha = 2;
    lda = (ta ? s.k : s.m) + s.pad;
    ldb = (tb ? s.n : s.k) + s.pad;
    ldc = s.m + s.pad;
    stride_a = lda * (ta ? s.m : s.k);
    stride_c = ldc * s.n;
    int64_t results = stride_c * (s.batch - 1) + ldc * (s.n - 1) + s.m;
    void *A = upload(type, stride_a * s.batch, &a, 1), *B = upload(type, ldb * (tb ? s.k : s.n), &b, 1);
    void *C = upload(type_c, results, &c, beta != 0), *out = malloc((size_t)results * 4);
    EXPECT(cublasGemmStridedBatchedEx_64(handle, ta, tb, s.m, s.n, s.k, &alpha, (void *)a, type, lda, stride_a,
                                         (void *)b, type, ldb, 0, &beta, (void *)c, type_c, ldc, stride_c, s.batch,
                                         COMPUTE_32F, -1), 0);
    EXPECT(cuMemcpyDtoH_v2(out, c, (size_t)results * size_of(type_c)), 0);
    int wrong = 0;
    for (int64_t item = 0; item < s.batch; item++) {
        for (int64_t j = 0; j < s.n; j++) {
            for (int64_t i = 0; i < s.m; i++) {
                float sum = 0;
                for (int64_t p = 0; p < s.k; p++)
                    sum += get(type, A, item * stride_a + (ta ? p + i * lda : i + p * lda))
                        * get(type, B, tb ? j + p * ldb : p + j * ldb);
                int64_t at = item * stride_c + i + j * ldc;
                float want = alpha * sum + (beta != 0 ? beta * get(type_c, C, at) : 0);
                wrong += get(type_c, out, at) != want;
            }
        }
    }
    EXPECT(wrong, 0);
    EXPECT(cuMemFree_v2(a) | cuMemFree_v2(b) | cuMemFree_v2(c), 0);
    free(A), free(B), free(C), free(out);
}

static int one(void *handle, int64_t m, int64_t n, int64_t k, int type, int64_t ld, ptr p, int compute) {
    float alpha = 1, beta = 0;
    return cublasGemmStridedBatchedEx_64(handle, 0, 0, m, n, k, &alpha, (void *)p, type, ld, 0, (void *)p, type, ld, 0,
                                         &beta, (void *)(p + 4096), F32, ld, 0, 1, compute, -1);
}

static void refusals(void *handle, ptr p) {
    EXPECT(one(handle, -1, 1, 1, F32, 4, p, COMPUTE_32F), 7);
    EXPECT(one(handle, 5, 1, 1, F32, 4, p, COMPUTE_32F), 7);
    EXPECT(one(handle, 1, 1, 1, 99, 4, p, COMPUTE_32F), 15);
    EXPECT(one(handle, 1, 1, 1, F16, 4, p, FAST_TF32), 15);
    EXPECT(one(handle, 0, 1, 1, F32, 4, 0, COMPUTE_32F), 0);
    EXPECT(cublasSetWorkspace_v2(handle, (void *)(p + 16), 64), 7);
    EXPECT(cublasSetWorkspace_v2(handle, (void *)(p + 4096), 1 << 20), 0);
    EXPECT(one(handle, 1, 1, 1, F32, 4, p, COMPUTE_32F), 0);
    EXPECT(cuCtxSynchronize(), 700);             /* the workspace runs past its block */
    standin_reset_faults();
    EXPECT(cublasSetStream_v2(handle, NULL), 0); /* back to the library's workspace */
    EXPECT(one(handle, 1, 1, 1, F32, 4, p, COMPUTE_32F), 0);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(one(handle, 32, 65, 65, F32, 65, p, COMPUTE_32F), 0);
    EXPECT(cuCtxSynchronize(), 700);
    standin_reset_faults();
}

static void tensor_floats(void *handle, ptr p) {
    float x = 2049, y;
    EXPECT(cuMemcpyHtoD_v2(p, &x, 4), 0);
    int compute[] = {COMPUTE_32F, FAST_TF32, COMPUTE_32F}, math[] = {0, 0, TF32_MATH};
    float want[] = {2049.0f * 2049.0f, 2048.0f * 2048.0f, 2048.0f * 2048.0f};
    for (int i = 0; i < 3; i++) {
        EXPECT(cublasSetMathMode(handle, math[i]), 0);
        EXPECT(one(handle, 1, 1, 1, F32, 1, p, compute[i]), 0);
        EXPECT(cuMemcpyDtoH_v2(&y, p + 4096, 4), 0);
        EXPECT(y, want[i]);
    }
}

void check_gemm(void) {
    void *handle;
    ptr p;
    const struct shape shapes[] = {{1, 1, 1, 1, 0}, {49, 13, 7, 3, 0}, {17, 200, 260, 1, 3}, {130, 6, 513, 2, 1}};
    const int types[][2] = {{F32, F32}, {F16, F16}, {F16, F32}, {BF16, BF16}, {BF16, F32}};
    EXPECT(cublasCreate_v2(&handle), 0);
    for (int s = 0; s < 4; s++)
        for (int t = 0; t < 5; t++)
            for (int ops = 0; ops < 4; ops++)
                compare(handle, shapes[s], ops & 1, ops >> 1, types[t][0], types[t][1], ops % 3 ? 3 : 0);
    EXPECT(cuMemAlloc_v2(&p, 8192), 0);
    refusals(handle, p);
    tensor_floats(handle, p);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cublasDestroy_v2(handle), 0);
    EXPECT(cublasDestroy_v2(handle), 1);
}
