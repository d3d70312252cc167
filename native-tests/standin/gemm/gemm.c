/* A product as a task: what memory it touches, and its run. */
#include "gemm.h"
#include <string.h>

struct span extent(const struct matrix *x, int64_t rows, int64_t columns, int64_t batch, int size) {
    __int128 shift = (__int128)(batch - 1) * x->stride;
    __int128 one = (__int128)(columns - 1) * x->ld + rows;
    __int128 low = shift < 0 ? shift : 0, bytes = (one + (shift < 0 ? -shift : shift)) * size;
    if (bytes > INT64_MAX)
        return (struct span){0, UINT64_MAX};
    return (struct span){(uint64_t)x->at + (uint64_t)(int64_t)(low * size), (uint64_t)bytes};
}

void touch(struct task *task, struct span span) { task->span[task->spans++] = span; }

static int misaligned(const struct matrix *x, int type) { return (uintptr_t)x->at % (unsigned)type_size(type) != 0; }

/* m numbers of each item, or of all. */
static struct span vector(const void *at, const struct job *j, int64_t stride, int type) {
    struct matrix along = {(void *)at, j->m, stride};
    return extent(&along, j->m, 1, j->batch, type_size(type));
}

static void touch_scalars(struct task *task, const struct job *j) {
    uint64_t size = (uint64_t)type_size(j->scalar);
    if (j->alpha_per_row)
        touch(task, vector(j->alpha.address, j, j->alpha_stride, j->scalar));
    else if (j->alpha_on_device)
        touch(task, (struct span){(uint64_t)j->alpha.address, size});
    if (j->beta_on_device)
        touch(task, (struct span){(uint64_t)j->beta.address, size});
    if (j->scale_a)
        touch(task, (struct span){(uint64_t)j->scale_a, sizeof(float)});
    if (j->scale_b)
        touch(task, (struct span){(uint64_t)j->scale_b, sizeof(float)});
}

void touch_operands(struct task *task, const struct job *j) {
    touch(task, extent(&j->D, j->m, j->n, j->batch, type_size(j->d)));
    if (j->k && (j->alpha_per_row || j->alpha_on_device || j->alpha.value != 0)) {
        int size = type_size(j->ab);
        touch(task, extent(&j->A, j->transpose_a ? j->k : j->m, j->transpose_a ? j->m : j->k, j->batch, size));
        touch(task, extent(&j->B, j->transpose_b ? j->n : j->k, j->transpose_b ? j->k : j->n, j->batch, size));
    }
    int reads_c = j->beta_on_device || j->beta.value != 0;
    if (reads_c && j->C.at != j->D.at)
        touch(task, extent(&j->C, j->m, j->n, j->batch, type_size(j->c)));
    if (j->bias)
        touch(task, vector(j->bias, j, j->bias_stride, j->bias_type));
    touch_scalars(task, j);
    if (misaligned(&j->A, j->ab) || misaligned(&j->B, j->ab) || (reads_c && misaligned(&j->C, j->c))
        || misaligned(&j->D, j->d)) {
        standin_note("gemm: an operand's address is no multiple of its element");
        task->error = MISALIGNED_ADDRESS;
    } else if (j->batch > 1 && !j->D.stride) {
        standin_note("gemm: all results of a batch of %lld go to the same place", (long long)j->batch);
        task->error = ILLEGAL_ADDRESS;
    }
}

int gemm(void *payload) {
    struct job job = *(struct job *)payload;
    if (job.alpha_on_device && !job.alpha_per_row)
        job.alpha.value = read_scalar(job.scalar, job.alpha.address);
    if (job.beta_on_device)
        job.beta.value = read_scalar(job.scalar, job.beta.address);
    if (job.scratch.bytes)
        memset((void *)job.scratch.address, 0xFF, job.scratch.bytes);
    if (job.sum == F32)
        gemm_float(&job);
    else
        gemm_exact(&job);
    return 0;
}
