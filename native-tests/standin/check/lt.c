/* cublasLt: every algorithm against the plainest loops. */
#include "matmul.h"
#include "element.h"
#include <math.h>

#define WORKSPACE (1 << 20)

static ptr workspace;

/* By each algorithm that the heuristics name. */
static int run_all(struct matmul x, void *handle, float tolerance) {
    struct result results[16];
    int found = 0;
    matmul_open(&x, handle);
    EXPECT(matmul_heuristics(&x, WORKSPACE, 16, results, &found), 0);
    for (int i = 0; i < found; i++) {
        EXPECT(cuMemsetD8Async(x.at[3], 0xFF, (size_t)x.elements[3] * size_of(x.d), NULL), 0);
        EXPECT(matmul_run(&x, results[i].algorithm, workspace, results[i].workspace), 0);
        EXPECT(matmul_wrong(&x, tolerance), 0);
    }
    matmul_close(&x);
    return found;
}

static void floats(void *handle) {
    const int types[][3] = {{F32, F32, F32}, {F16, F16, F16}, {F16, F32, F32}, {BF16, BF16, BF16}, {BF16, F32, F32}};
    const int epilogues[] = {NO_EPILOGUE, RELU, WITH_BIAS, RELU | WITH_BIAS, GELU, GELU | WITH_BIAS};
    const int modes[] = {ON_HOST, ON_DEVICE, ALPHA_VECTOR_BETA_ZERO, ALPHA_VECTOR};
    struct matmul x = {.compute = COMPUTE_32F, .scale = F32, .alpha = 2};
    for (int t = 0; t < 5; t++) {
        x.ab = types[t][0], x.c = x.d = types[t][1], x.bias_type = types[t][2];
        for (int e = 0; e < 6; e++) {
            x.epilogue = epilogues[e], x.pointer_mode = modes[e % 4];
            float tolerance = !(x.epilogue & GELU) ? 0 : x.d == F32 ? 1e-5f : x.d == F16 ? 1e-3f : 8e-3f;
            x.beta = e % 2 ? 3 : 0, x.transpose_a = e & 1, x.transpose_b = e >> 1 & 1;
            x.m = 136, x.n = 24, x.k = 264, x.batch = 1, x.pad = 0;
            EXPECT(run_all(x, handle, tolerance), 8);
            x.m = 13, x.n = 50, x.k = 7, x.batch = 3, x.pad = 1;
            EXPECT(run_all(x, handle, tolerance), 2);
        }
    }
}

static void bytes(void *handle) {
    const int algorithms[] = {8, 8, 8, 8, 6, 6};
    for (int i = 0; i < BYTES; i++)
        EXPECT(run_all(matmul_of_bytes(i), handle, 0), algorithms[i]);
}

/* 2048 + 1 in the first half of k, 1 in the second: more than a half can hold at once. */
static void partial_sums(void *handle) {
    struct matmul x = {.compute = COMPUTE_32F, .scale = F32, .ab = F16, .c = F16, .d = F16, .m = 8, .n = 8, .k = 8, .batch = 1,
                       .transpose_a = 1, .epilogue = NO_EPILOGUE, .alpha = 1};
    struct result results[16];
    uint16_t rows[64] = {0}, ones[64], y;
    unsigned mask[] = {2, 4};
    int found;
    matmul_open(&x, handle);
    for (int i = 0; i < 64; i++)
        put(F16, ones, i, 1), put(F16, rows, i, i % 8 == 0 ? 2048 : i % 8 == 1 || i % 8 == 4 ? 1 : 0);
    EXPECT(cuMemcpyHtoD_v2(x.at[0], rows, sizeof rows) | cuMemcpyHtoD_v2(x.at[1], ones, sizeof ones), 0);
    for (int i = 0; i < 2; i++) {
        EXPECT(cublasLtMatmulPreferenceSetAttribute(x.preference, 3, &mask[i], 4), 0);
        EXPECT(matmul_heuristics(&x, WORKSPACE, 3, results, &found), 0);
        EXPECT(found, 3);
        EXPECT(matmul_run(&x, results[2].algorithm, workspace, WORKSPACE), 0);
        EXPECT(cuMemcpyDtoH_v2(&y, x.at[3], 2), 0);
        EXPECT(half_to_float(y), i ? 2048 : 2050);
    }
    matmul_close(&x);
}

static void tensor_floats(void *handle) {
    const float odd = 2049, one = 1;
    float y;
    struct matmul x = {.compute = FAST_TF32, .scale = F32, .m = 1, .n = 1, .k = 1, .batch = 1, .epilogue = NO_EPILOGUE,
                       .alpha = 1};
    matmul_open(&x, handle);
    EXPECT(cuMemcpyHtoD_v2(x.at[0], &odd, 4) | cuMemcpyHtoD_v2(x.at[1], &one, 4), 0);
    EXPECT(matmul_run(&x, NULL, 0, 0), 0);
    EXPECT(cuMemcpyDtoH_v2(&y, x.at[3], 4), 0);
    EXPECT(y, 2048);
    matmul_close(&x);
}

/* At 16 bytes of alignment, and at 4: one rounding or two of 2048 + 1 - 2048, and what ReLU makes of NaN. */
static void epilogues(void *handle) {
    for (int m = 6; m <= 8; m += 2) {
        struct matmul x = {.compute = COMPUTE_32F, .scale = F32, .ab = F16, .c = F16, .d = F16, .bias_type = F16, .m = m, .n = 1,
                           .k = 8, .batch = 1, .transpose_a = 1, .epilogue = RELU | WITH_BIAS, .alpha = 1, .beta = 1};
        uint16_t rows[64] = {0}, ones[8] = {0}, before[8] = {0}, bias[8] = {0}, y;
        size_t bytes = (size_t)m * 2;
        matmul_open(&x, handle);
        put(F16, rows, 0, 2048), put(F16, ones, 0, 1), put(F16, before, 0, 1), put(F16, bias, 0, -2048);
        EXPECT(cuMemcpyHtoD_v2(x.at[0], rows, 8 * bytes) | cuMemcpyHtoD_v2(x.at[1], ones, sizeof ones), 0);
        EXPECT(cuMemcpyHtoD_v2(x.at[2], before, bytes) | cuMemcpyHtoD_v2(x.bias, bias, bytes), 0);
        EXPECT(matmul_run(&x, NULL, 0, 0), 0);
        EXPECT(cuMemcpyDtoH_v2(&y, x.at[3], 2), 0);
        EXPECT(half_to_float(y), m == 8 ? 1 : 0);
        ptr apart = x.at[2];
        put(F16, rows, 0, NAN);
        EXPECT(cuMemcpyHtoD_v2(x.at[0], rows, 8 * bytes), 0);
        x.beta = 0, x.at[2] = x.at[3];
        EXPECT(matmul_run(&x, NULL, 0, 0), 0);
        x.at[2] = apart;
        EXPECT(cuMemcpyDtoH_v2(&y, x.at[3], 2), 0);
        EXPECT(isnan(half_to_float(y)) != 0, m == 8);
        matmul_close(&x);
    }
}

void check_lt(void) {
    void *handle;
    EXPECT(cublasLtCreate(&handle), 0);
    EXPECT(cuMemAlloc_v2(&workspace, WORKSPACE), 0);
    floats(handle);
    tensor_floats(handle);
    partial_sums(handle);
    bytes(handle);
    epilogues(handle);
    EXPECT(cuMemFree_v2(workspace), 0);
    EXPECT(cublasLtDestroy(handle), 0);
    EXPECT(cublasLtDestroy(handle), 1);
}
