/* cublasLt: every algorithm against the plainest loops, and what is refused. */
#define _GNU_SOURCE
#include "matmul.h"
#include "element.h"
#include <stdlib.h>

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

static const struct matmul eight_bit[] = {
    {.compute = COMPUTE_32F, .scale = F32, .ab = E4M3, .c = F16, .d = F16, .bias_type = F16, .epilogue = WITH_BIAS | RELU},
    {.compute = COMPUTE_32F, .scale = F32, .ab = E4M3, .c = BF16, .d = BF16, .bias_type = BF16, .epilogue = WITH_BIAS},
    {.compute = COMPUTE_32F, .scale = F32, .ab = E4M3, .c = F32, .d = F32, .bias_type = BF16, .epilogue = WITH_BIAS,
     .pointer_mode = ALPHA_VECTOR},
    {.compute = COMPUTE_32F, .scale = F32, .ab = I8, .c = F32, .d = F32, .epilogue = NO_EPILOGUE},
    {.compute = COMPUTE_32I, .scale = I32, .ab = I8, .c = I32, .d = I32, .epilogue = NO_EPILOGUE, .pointer_mode = ALPHA_VECTOR},
    {.compute = COMPUTE_32I, .scale = F32, .ab = I8, .c = I8, .d = I8, .epilogue = NO_EPILOGUE, .alpha = 20.5f},
};

static struct matmul eight_bits(int i) {
    struct matmul x = eight_bit[i];
    x.m = 48, x.n = 7, x.k = 64, x.batch = 2, x.transpose_a = 1, x.beta = 3;
    x.alpha = x.alpha != 0 ? x.alpha : 2;
    if (x.ab == E4M3)
        x.scale_a = 0.25f, x.scale_b = 2;
    return x;
}

static void bytes(void *handle) {
    const int algorithms[] = {8, 8, 8, 8, 6, 6};
    for (int i = 0; i < 6; i++)
        EXPECT(run_all(eight_bits(i), handle, 0), algorithms[i]);
}

static int asked(struct matmul x, void *handle, int attribute, int value, ptr address) {
    struct result results[16];
    int found = -1;
    matmul_open(&x, handle);
    if (attribute == SCALE_A || attribute == SCALE_B)
        EXPECT(cublasLtMatmulDescSetAttribute(x.operation, attribute, &address, 8), 0);
    else
        matmul_set(&x, attribute, value);
    int status = matmul_heuristics(&x, WORKSPACE, 16, results, &found);
    matmul_close(&x);
    return status;
}

static void fewer_bytes(void *handle) {
    for (int i = 0; i < 6; i++) {
        struct matmul x = eight_bits(i);
        int capability = x.ab == E4M3 ? 89 : 72;
        standin_set_capability(capability - 1);
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        standin_set_capability(capability);
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 0);
        standin_set_capability(90);
        x.m += 2;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = eight_bits(i), x.k += 2;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = eight_bits(i), x.k = x.m, x.transpose_a = 0;
        EXPECT(asked(x, handle, TRANSPOSE_A, 0, 0), 15);
        x = eight_bits(i), x.pad = 1;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = eight_bits(i);
        EXPECT(asked(x, handle, SCALE_A, 0, 256), x.ab == E4M3 ? 0 : 7);
        EXPECT(asked(x, handle, EPILOGUE, RELU, 0), x.ab == E4M3 ? 0 : 15);
        EXPECT(asked(x, handle, POINTER_MODE, ALPHA_VECTOR_BETA_ZERO, 0), x.ab == E4M3 ? 0 : 15);
    }
}

static struct matmul small(void) {
    return (struct matmul){.compute = COMPUTE_32F, .scale = F32, .ab = F16, .c = F16, .d = F16, .bias_type = F16, .m = 64,
                           .n = 32, .k = 64, .batch = 1, .epilogue = RELU | WITH_BIAS, .alpha = 1};
}

static void attributes(struct matmul *x) {
    int64_t value = 0;
    size_t written = 0;
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, EPILOGUE, &value, 8), 7);
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, 9, &value, 8), 7);
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, EPILOGUE, NULL, 4), 7);
    EXPECT(cublasLtMatmulDescSetAttribute(x->layout[0], TRANSPOSE_A, &value, 4), 7);
    EXPECT(cublasLtMatmulDescGetAttribute(x->operation, EPILOGUE, NULL, 0, &written), 0);
    EXPECT(written, 4);
    EXPECT(cublasLtMatmulDescGetAttribute(x->operation, EPILOGUE, &value, 4, NULL), 0);
    EXPECT(value, RELU | WITH_BIAS);
    EXPECT(cublasLtMatmulDescGetAttribute(x->operation, EPILOGUE, &value, 8, NULL), 7);
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[0], 5, &value, 8), 7);
    EXPECT(cublasLtMatmulPreferenceSetAttribute(x->preference, 1, &value, 4), 7);
}

static int ask(struct matmul *x) {
    struct result results[16];
    int found = -1, status = matmul_heuristics(x, WORKSPACE, 16, results, &found);
    EXPECT(found == 0, status != 0);
    return status;
}

static int with(struct matmul *x, int attribute, int value, int usual) {
    matmul_set(x, attribute, value);
    int status = ask(x);
    matmul_set(x, attribute, usual);
    return status;
}

static void problems(struct matmul *x) {
    uint64_t rows = 65;
    int row_order = 1;
    EXPECT(ask(x), 0);
    EXPECT(with(x, TRANSPOSE_A, 1, 0), 0);                  /* 64 x 64 */
    EXPECT(with(x, TRANSPOSE_B, 1, 0), 7);
    EXPECT(with(x, TRANSPOSE_A, 5, 0), 7);
    EXPECT(with(x, POINTER_MODE, 2, 0), 15);
    EXPECT(with(x, POINTER_MODE, 5, 0), 7);
    EXPECT(with(x, EPILOGUE, 128 | RELU, RELU | WITH_BIAS), 15);
    EXPECT(with(x, COMPUTE_TYPE, 64, COMPUTE_32F), 15);     /* its scale type is another */
    EXPECT(with(x, BIAS_TYPE, F32, -1), 15);
    EXPECT(with(x, BIAS_TYPE, F16, -1), 0);
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[3], 2, &rows, 8), 0);
    EXPECT(ask(x), 7);
    rows = 64;
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[3], 2, &rows, 8), 0);
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[3], 1, &row_order, 4), 0);
    EXPECT(ask(x), 15);
    row_order = 0;
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[3], 1, &row_order, 4), 0);
}

static void choices(struct matmul *x) {
    struct result results[16], checked;
    int found, id;
    unsigned mask = 2, alignment = 2;
    EXPECT(matmul_heuristics(x, 0, 16, results, &found), 0);
    EXPECT(found, 3);
    EXPECT(matmul_heuristics(x, WORKSPACE, 2, results, &found), 0);
    EXPECT(found, 2);
    EXPECT(matmul_heuristics(x, WORKSPACE, 0, results, &found), 7);
    EXPECT(cublasLtMatmulPreferenceSetAttribute(x->preference, 3, &mask, 4), 0);
    EXPECT(matmul_heuristics(x, WORKSPACE, 16, results, &found), 0);
    EXPECT(found, 6);
    EXPECT(cublasLtMatmulPreferenceSetAttribute(x->preference, 5, &alignment, 4), 0);
    EXPECT(matmul_heuristics(x, WORKSPACE, 16, results, &found), 0);
    EXPECT(found, 2);
    EXPECT(cublasLtMatmulAlgoCheck(x->handle, x->operation, x->layout[0], x->layout[1], x->layout[2], x->layout[3],
                                   results[1].algorithm, &checked), 0);
    EXPECT(checked.workspace, results[1].workspace);
    EXPECT(checked.workspace, 64 * 32 * 3 * sizeof(float));
    EXPECT(cublasLtMatmulAlgoConfigGetAttribute(results[1].algorithm, 2, &id, 4, NULL), 0);
    EXPECT(id, 3);
    alignment = 256;
    EXPECT(cublasLtMatmulPreferenceSetAttribute(x->preference, 5, &alignment, 4), 0);
    setenv("POINTWISE_STANDIN_LT", "none", 1);
    EXPECT(matmul_heuristics(x, WORKSPACE, 16, results, &found), 15);
    EXPECT(found, 0);
    unsetenv("POINTWISE_STANDIN_LT");
    EXPECT(standin_fail("cublasLtMatmulAlgoGetHeuristic", 1, 14, 0), 0);
    EXPECT(matmul_heuristics(x, WORKSPACE, 16, results, &found), 14);
}

static void refusals(struct matmul *x) {
    struct result results[16], broken;
    int found;
    ptr before = x->at[0];
    EXPECT(matmul_heuristics(x, WORKSPACE, 16, results, &found), 0);
    size_t bytes = results[2].workspace;
    EXPECT(bytes > 0, 1);
    EXPECT(matmul_run(x, results[2].algorithm, workspace, bytes - 1), 7);
    EXPECT(matmul_run(x, results[2].algorithm, 0, bytes), 7);
    EXPECT(matmul_run(x, results[2].algorithm, workspace + 16, bytes), 7);
    broken = results[0];
    broken.algorithm[3] ^= 1;
    EXPECT(matmul_run(x, broken.algorithm, workspace, bytes), 7);
    x->at[0] += 2;
    EXPECT(matmul_run(x, results[0].algorithm, workspace, bytes), 15);
    EXPECT(matmul_run(x, NULL, workspace, bytes), 0);       /* finds one that can, and runs past the operand */
    EXPECT(cuCtxSynchronize(), 700);
    standin_reset_faults();
    x->at[0] = before;
    EXPECT(matmul_run(x, results[2].algorithm, workspace, 2 * WORKSPACE), 0);
    EXPECT(cuCtxSynchronize(), 700);                        /* there is less workspace than was said */
    standin_reset_faults();
    EXPECT(matmul_run(x, results[2].algorithm, workspace, bytes), 0);
    EXPECT(matmul_wrong(x, 0), 0);
    ptr c = x->at[2];
    x->at[2] = 0x1000;                                      /* beta is zero */
    EXPECT(matmul_run(x, results[0].algorithm, 0, 0), 0);
    EXPECT(matmul_wrong(x, 0), 0);
    x->at[2] = c;
}

static void misplaced_bias(struct matmul *x) {
    ptr at = x->bias + 2, none = 0;
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, BIAS, &at, 8), 0);
    EXPECT(ask(x), 15);
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, BIAS, &none, 8), 0);
    EXPECT(ask(x), 0);
    EXPECT(matmul_run(x, NULL, 0, 0), 7);
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, BIAS, &x->bias, 8), 0);
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

void check_lt(void) {
    void *handle;
    EXPECT(cublasLtCreate(&handle), 0);
    EXPECT(cuMemAlloc_v2(&workspace, WORKSPACE), 0);
    floats(handle);
    tensor_floats(handle);
    partial_sums(handle);
    bytes(handle);
    fewer_bytes(handle);
    struct matmul x = small();
    matmul_open(&x, handle);
    EXPECT(standin_live("cublaslt"), 7);
    attributes(&x);
    problems(&x);
    choices(&x);
    refusals(&x);
    misplaced_bias(&x);
    matmul_close(&x);
    EXPECT(cuMemFree_v2(workspace), 0);
    EXPECT(cublasLtDestroy(handle), 0);
    EXPECT(cublasLtDestroy(handle), 1);
    EXPECT(standin_live("cublaslt"), 0);
}
