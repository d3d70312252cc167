/* cublasLt: what is refused, and what there is to choose from. */
#define _GNU_SOURCE
#include "matmul.h"
#include "element.h"
#include <stdlib.h>

#define WORKSPACE (1 << 20)

static ptr workspace;

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
    for (int i = 0; i < BYTES; i++) {
        struct matmul x = matmul_of_bytes(i);
        int capability = x.ab == E4M3 ? 89 : 72;
        standin_set_capability(capability - 1);
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        standin_set_capability(capability);
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 0);
        standin_set_capability(90);
        x.m += 2;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = matmul_of_bytes(i), x.k += 2;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = matmul_of_bytes(i), x.k = x.m, x.transpose_a = 0;
        EXPECT(asked(x, handle, TRANSPOSE_A, 0, 0), 15);
        x = matmul_of_bytes(i), x.pad = 1;
        EXPECT(asked(x, handle, TRANSPOSE_A, 1, 0), 15);
        x = matmul_of_bytes(i);
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

void check_lt_refusals(void) {
    void *handle;
    EXPECT(cublasLtCreate(&handle), 0);
    EXPECT(cuMemAlloc_v2(&workspace, WORKSPACE), 0);
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
    EXPECT(standin_live("cublaslt"), 0);
}
