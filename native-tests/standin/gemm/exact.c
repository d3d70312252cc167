/* Sums in int32, which wrap, and in double: plain loops. */
#include "gemm.h"

static int64_t at(int transposed, int64_t row, int64_t column, int64_t ld) {
    return transposed ? column + row * ld : row + column * ld;
}

static uint32_t dot(const struct job *job, const int8_t *A, const int8_t *B, int64_t i, int64_t j) {
    uint32_t sum = 0;
    if (job->transpose_a && !job->transpose_b) {       /* both along memory */
        const int8_t *a = A + i * job->A.ld, *b = B + j * job->B.ld;
        for (int64_t p = 0; p < job->k; p++)
            sum += (uint32_t)(a[p] * b[p]);
        return sum;
    }
    for (int64_t p = 0; p < job->k; p++)
        sum += (uint32_t)(A[at(job->transpose_a, i, p, job->A.ld)] * B[at(job->transpose_b, p, j, job->B.ld)]);
    return sum;
}

/* alpha and beta are integers, so is the result; or floats, and the result is rounded and saturated. */
static void integers(const struct job *job, int64_t item) {
    const int8_t *A = (const int8_t *)job->A.at + item * job->A.stride;
    const int8_t *B = (const int8_t *)job->B.at + item * job->B.stride;
    const int32_t *C = (const int32_t *)job->C.at + item * job->C.stride;
    int32_t *D = (int32_t *)job->D.at + item * job->D.stride;
    const int32_t *vector = (const int32_t *)job->alpha.address + item * job->alpha_stride;
    uint32_t whole = (uint32_t)(int32_t)job->alpha.value, beta = (uint32_t)(int32_t)job->beta.value;
    for (int64_t j = 0; j < job->n; j++) {
        for (int64_t i = 0; i < job->m; i++) {
            if (job->scalar != I32) {
                float sum = (float)(int32_t)dot(job, A, B, i, j);
                finish(job, item, i, j, 1, 1, &sum);
                continue;
            }
            uint32_t alpha = job->alpha_per_row ? (uint32_t)vector[i] : whole;
            uint32_t sum = alpha ? alpha * dot(job, A, B, i, j) : 0;
            D[i + j * job->D.ld] = (int32_t)(sum + (beta ? beta * (uint32_t)C[i + j * job->C.ld] : 0));
        }
    }
}

static void doubles(const struct job *job, int64_t item) {
    const double *A = (const double *)job->A.at + item * job->A.stride;
    const double *B = (const double *)job->B.at + item * job->B.stride;
    const double *C = (const double *)job->C.at + item * job->C.stride;
    double *D = (double *)job->D.at + item * job->D.stride;
    double alpha = job->alpha.value, beta = job->beta.value;
    for (int64_t j = 0; j < job->n; j++) {
        for (int64_t i = 0; i < job->m; i++) {
            double sum = 0;
            for (int64_t p = 0; alpha != 0 && p < job->k; p++)
                sum += A[at(job->transpose_a, i, p, job->A.ld)] * B[at(job->transpose_b, p, j, job->B.ld)];
            D[i + j * job->D.ld] = alpha * sum + (beta != 0 ? beta * C[i + j * job->C.ld] : 0);
        }
    }
}

void gemm_exact(const struct job *job) {
    for (int64_t item = 0; item < job->batch; item++)
        (job->sum == I32 ? integers : doubles)(job, item);
}
