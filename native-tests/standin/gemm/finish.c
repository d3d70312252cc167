/* From sums to results: alpha, beta C, bias, activation, all in float, and one rounding at the end, unless staged. */
#include "gemm.h"
#include <math.h>
#include <string.h>

static void factors(const struct job *job, int64_t item, int64_t row, int64_t rows, float *alpha) {
    float scale = 1;
    if (job->scale_a)
        scale *= *job->scale_a;
    if (job->scale_b)
        scale *= *job->scale_b;
    const char *vector = job->alpha.address;
    for (int64_t i = 0; i < rows; i++) {
        int64_t at = item * job->alpha_stride + row + i;
        alpha[i] = scale * (float)(job->alpha_per_row ? read_scalar(job->scalar, vector + at * type_size(job->scalar))
                                                      : job->alpha.value);
    }
}

/* NaN passes, or ReLU drops it. */
static void activate(int activation, int drops_nan, float *values, int64_t count) {
    for (int64_t i = 0; activation == RELU && i < count; i++)
        values[i] = values[i] < 0 || (drops_nan && isnan(values[i])) ? 0 : values[i];
    for (int64_t i = 0; activation == GELU && i < count; i++) {
        float x = values[i];
        values[i] = 0.5f * x * (1 + tanhf(0.7978845608028654f * (x + 0.044715f * x * x * x)));
    }
}

static void *element(const struct matrix *x, int type, int64_t item, int64_t row, int64_t column) {
    return (char *)x->at + (item * x->stride + column * x->ld + row) * type_size(type);
}

void finish(const struct job *job, int64_t item, int64_t row, int64_t column, int64_t rows, int64_t columns,
            const float *sums) {
    float alpha[BLOCK_ROWS], bias[BLOCK_ROWS], values[BLOCK_ROWS], before[BLOCK_ROWS];
    float beta = (float)job->beta.value;
    factors(job, item, row, rows, alpha);
    if (job->bias)
        widen(job->bias_type, (const char *)job->bias + (item * job->bias_stride + row) * type_size(job->bias_type), rows,
              bias);
    for (int64_t j = 0; j < columns; j++, sums += BLOCK_ROWS) {
        for (int64_t i = 0; i < rows; i++)
            values[i] = alpha[i] * sums[i];
        if (beta != 0) {
            widen(job->c, element(&job->C, job->c, item, row, column + j), rows, before);
            for (int64_t i = 0; i < rows; i++)
                values[i] += beta * before[i];
        }
        if (job->staged) {
            float rounded[BLOCK_ROWS];
            narrow(job->d, values, rows, rounded);
            widen(job->d, rounded, rows, values);
        }
        for (int64_t i = 0; job->bias && i < rows; i++)
            values[i] += bias[i];
        activate(job->activation, job->drops_nan, values, rows);
        narrow(job->d, values, rows, element(&job->D, job->d, item, row, column + j));
    }
}
