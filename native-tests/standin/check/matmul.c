#include "matmul.h"
#include "element.h"
#include <math.h>
#include <stdlib.h>

static void *upload(int type, int64_t count, ptr *device, int range) {
    size_t size = size_of(type);
    void *host = malloc((size_t)count * size);
    for (int64_t i = 0; i < count; i++)
        put(type, host, i, (float)(rand() % (2 * range + 1) - range));
    EXPECT(cuMemAlloc_v2(device, (size_t)count * size), 0);
    EXPECT(cuMemcpyHtoD_v2(*device, host, (size_t)count * size), 0);
    return host;
}

static void lay_out(struct matmul *x, int i, int type, int64_t rows, int64_t columns, int range) {
    int32_t batch = (int32_t)x->batch;
    x->ld[i] = rows + x->pad;
    x->stride[i] = x->ld[i] * columns;
    x->elements[i] = x->stride[i] * (x->batch - 1) + x->ld[i] * (columns - 1) + rows;
    EXPECT(cublasLtMatrixLayoutCreate(&x->layout[i], type, (uint64_t)rows, (uint64_t)columns, x->ld[i]), 0);
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[i], 5, &batch, 4), 0);
    EXPECT(cublasLtMatrixLayoutSetAttribute(x->layout[i], 6, &x->stride[i], 8), 0);
    x->host[i] = upload(type, x->elements[i], &x->at[i], range);
}

void matmul_set(struct matmul *x, int attribute, int value) {
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, attribute, &value, sizeof value), 0);
}

static void point(struct matmul *x, int attribute, ptr at) {
    EXPECT(cublasLtMatmulDescSetAttribute(x->operation, attribute, &at, sizeof at), 0);
}

void matmul_open(struct matmul *x, void *handle) {
    x->handle = handle;
    EXPECT(cublasLtMatmulDescCreate(&x->operation, x->compute, x->scale), 0);
    EXPECT(cublasLtMatmulPreferenceCreate(&x->preference), 0);
    matmul_set(x, TRANSPOSE_A, x->transpose_a);
    matmul_set(x, TRANSPOSE_B, x->transpose_b);
    matmul_set(x, EPILOGUE, x->epilogue);
    matmul_set(x, POINTER_MODE, x->pointer_mode);
    lay_out(x, 0, x->ab, x->transpose_a ? x->k : x->m, x->transpose_a ? x->m : x->k, 1);
    lay_out(x, 1, x->ab, x->transpose_b ? x->n : x->k, x->transpose_b ? x->k : x->n, 1);
    lay_out(x, 2, x->c, x->m, x->n, 3);
    lay_out(x, 3, x->d, x->m, x->n, 3);
    x->host_bias = upload(x->bias_type, x->m, &x->bias, 3);
    x->host_vector = upload(x->scale, x->m, &x->vector, 2);
    float scalars[] = {x->alpha, x->beta, x->scale_a, x->scale_b};
    EXPECT(cuMemAlloc_v2(&x->scalars, sizeof scalars), 0);
    EXPECT(cuMemcpyHtoD_v2(x->scalars, scalars, sizeof scalars), 0);
    if (x->epilogue & WITH_BIAS)
        point(x, BIAS, x->bias);
    if (x->scale_a != 0)
        point(x, SCALE_A, x->scalars + 8);
    if (x->scale_b != 0)
        point(x, SCALE_B, x->scalars + 12);
}

void matmul_close(struct matmul *x) {
    EXPECT(cublasLtMatmulDescDestroy(x->operation) | cublasLtMatmulPreferenceDestroy(x->preference), 0);
    for (int i = 0; i < 4; i++) {
        EXPECT(cublasLtMatrixLayoutDestroy(x->layout[i]) | cuMemFree_v2(x->at[i]), 0);
        free(x->host[i]);
    }
    EXPECT(cuMemFree_v2(x->bias) | cuMemFree_v2(x->vector) | cuMemFree_v2(x->scalars), 0);
    free(x->host_bias), free(x->host_vector);
}

int matmul_heuristics(struct matmul *x, uint64_t workspace, int most, struct result *results, int *found) {
    EXPECT(cublasLtMatmulPreferenceSetAttribute(x->preference, 1, &workspace, 8), 0);
    return cublasLtMatmulAlgoGetHeuristic(x->handle, x->operation, x->layout[0], x->layout[1], x->layout[2], x->layout[3],
                                          x->preference, most, results, found);
}

int matmul_run(struct matmul *x, const void *algorithm, ptr workspace, size_t bytes) {
    int32_t whole[] = {(int32_t)x->alpha, (int32_t)x->beta};
    const void *alpha = x->scale == I32 ? (void *)&whole[0] : &x->alpha, *beta = x->scale == I32 ? (void *)&whole[1] : &x->beta;
    if (x->pointer_mode == ON_DEVICE)
        alpha = (void *)x->scalars, beta = (void *)(x->scalars + 4);
    if (x->pointer_mode >= ALPHA_VECTOR_BETA_ZERO)
        alpha = (void *)x->vector;
    return cublasLtMatmul(x->handle, x->operation, alpha, (void *)x->at[0], x->layout[0], (void *)x->at[1], x->layout[1],
                          beta, (void *)x->at[2], x->layout[2], (void *)x->at[3], x->layout[3], algorithm,
                          (void *)workspace, bytes, NULL);
}

static float want(const struct matmul *x, int64_t item, int64_t i, int64_t j) {
    float sum = 0, vector = get(x->scale, x->host_vector, i);
    for (int64_t p = 0; p < x->k; p++)
        sum += get(x->ab, x->host[0], item * x->stride[0] + (x->transpose_a ? p + i * x->ld[0] : i + p * x->ld[0]))
            * get(x->ab, x->host[1], item * x->stride[1] + (x->transpose_b ? j + p * x->ld[1] : p + j * x->ld[1]));
    sum *= (x->pointer_mode >= ALPHA_VECTOR_BETA_ZERO ? vector : x->alpha)
        * (x->scale_a != 0 ? x->scale_a : 1) * (x->scale_b != 0 ? x->scale_b : 1);
    if (x->beta != 0 && x->pointer_mode != ALPHA_VECTOR_BETA_ZERO)
        sum += x->beta * get(x->c, x->host[2], item * x->stride[2] + i + j * x->ld[2]);
    if (x->epilogue & WITH_BIAS)
        sum += get(x->bias_type, x->host_bias, i);
    if (x->epilogue & RELU)
        return sum < 0 ? 0 : sum;
    return x->epilogue & GELU ? 0.5f * sum * (1 + tanhf(0.79788456f * (sum + 0.044715f * sum * sum * sum))) : sum;
}

int matmul_wrong(struct matmul *x, float tolerance) {
    size_t bytes = (size_t)x->elements[3] * size_of(x->d);
    void *out = malloc(bytes);
    int wrong = cuMemcpyDtoH_v2(out, x->at[3], bytes) != 0;
    for (int64_t item = 0; item < x->batch; item++) {
        for (int64_t j = 0; j < x->n; j++) {
            for (int64_t i = 0; i < x->m; i++) {
                float w = want(x, item, i, j), g = get(x->d, out, item * x->stride[3] + i + j * x->ld[3]);
                if (x->d == I8)
                    w = w < -128 ? -128 : w > 127 ? 127 : rintf(w);
                wrong += !(fabsf(g - w) <= tolerance * fabsf(w));
            }
        }
    }
    free(out);
    return wrong;
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

struct matmul matmul_of_bytes(int i) {
    struct matmul x = eight_bit[i];
    x.m = 48, x.n = 7, x.k = 64, x.batch = 2, x.transpose_a = 1, x.beta = 3;
    x.alpha = x.alpha != 0 ? x.alpha : 2;
    if (x.ab == E4M3)
        x.scale_a = 0.25f, x.scale_b = 2;
    return x;
}
