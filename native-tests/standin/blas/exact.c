/* int8 into int32 (wrapping), and double: plain loops. */
#include "gemm.h"

static int64_t at(int transposed, int64_t row, int64_t column, int64_t ld) {
    return transposed ? column + row * ld : row + column * ld;
}

static void integers(const struct job *job, int64_t item) {
    const int8_t *A = (const int8_t *)job->A.at + item * job->A.stride;
    const int8_t *B = (const int8_t *)job->B.at + item * job->B.stride;
    int32_t *C = (int32_t *)job->C.at + item * job->C.stride;
    uint32_t alpha = (uint32_t)(int32_t)job->alpha.value, beta = (uint32_t)(int32_t)job->beta.value;
    for (int64_t j = 0; j < job->n; j++) {
        for (int64_t i = 0; i < job->m; i++) {
            uint32_t sum = 0;
            for (int64_t p = 0; alpha && p < job->k; p++)
                sum += (uint32_t)(A[at(job->transpose_a, i, p, job->A.ld)] * B[at(job->transpose_b, p, j, job->B.ld)]);
            int32_t *c = C + i + j * job->C.ld;
            *c = (int32_t)(alpha * sum + (beta ? beta * (uint32_t)*c : 0));
        }
    }
}

static void doubles(const struct job *job, int64_t item) {
    const double *A = (const double *)job->A.at + item * job->A.stride;
    const double *B = (const double *)job->B.at + item * job->B.stride;
    double *C = (double *)job->C.at + item * job->C.stride;
    double alpha = job->alpha.value, beta = job->beta.value;
    for (int64_t j = 0; j < job->n; j++) {
        for (int64_t i = 0; i < job->m; i++) {
            double sum = 0;
            for (int64_t p = 0; alpha != 0 && p < job->k; p++)
                sum += A[at(job->transpose_a, i, p, job->A.ld)] * B[at(job->transpose_b, p, j, job->B.ld)];
            double *c = C + i + j * job->C.ld;
            *c = alpha * sum + (beta != 0 ? beta * *c : 0);
        }
    }
}

void gemm_exact(const struct job *job) {
    for (int64_t item = 0; item < job->batch; item++)
        (job->scalar == I32 ? integers : doubles)(job, item);
}
