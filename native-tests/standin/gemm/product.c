/* Blocked product in float: panels of A and B are widened, rounded as asked, and multiplied in registers. */
#include "gemm.h"
#include "../numbers.h"
#include <string.h>

#define MR 16
#define NR 6
#define MC BLOCK_ROWS
#define NC 192
#define KC 256

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));

static float panel_a[MC * KC] __attribute__((aligned(64)));
static float panel_b[NC * KC] __attribute__((aligned(64)));
static float sums[MC * NC] __attribute__((aligned(64)));

static void round_to(int rounding, float *values, int64_t count) {
    for (int64_t i = 0; rounding == TO_TF32 && i < count; i++)
        values[i] = round_to_tf32(values[i]);
    for (int64_t i = 0; rounding == TO_F16 && i < count; i++)
        values[i] = half_to_float(float_to_half(values[i]));
    for (int64_t i = 0; rounding == TO_BF16 && i < count; i++)
        values[i] = bfloat16_to_float(float_to_bfloat16(values[i]));
}

/*
 * Packs `lines` x `depth` elements into panels of `width` lines, depth-major. `along` says that a line's neighbours are
 * contiguous in memory (rather than its depth).
 */
static void pack(const struct job *job, const char *from, int along, int64_t ld, int64_t lines, int64_t depth,
                 int width, float *to) {
    int size = type_size(job->ab);
    for (int64_t first = 0; first < lines; first += width, to += width * depth) {
        int64_t many = lines - first < width ? lines - first : width;
        if (many < width)
            memset(to, 0, (size_t)(width * depth) * sizeof *to);
        if (along) {
            for (int64_t p = 0; p < depth; p++) {
                widen(job->ab, from + (first + p * ld) * size, many, to + p * width);
                round_to(job->rounding, to + p * width, many);
            }
            continue;
        }
        for (int64_t line = 0; line < many; line++) {
            float strip[KC];
            widen(job->ab, from + (first + line) * ld * size, depth, strip);
            round_to(job->rounding, strip, depth);
            for (int64_t p = 0; p < depth; p++)
                to[p * width + line] = strip[p];
        }
    }
}

static void multiply(int64_t depth, const float *a, const float *b, float *c) {
    v8 sum[NR][2] = {{{0}}};
    for (int64_t p = 0; p < depth; p++, a += MR, b += NR) {
        v8 low = *(const v8 *)a, high = *(const v8 *)(a + 8);
#pragma GCC unroll 6
        for (int j = 0; j < NR; j++) {
            sum[j][0] += low * b[j];
            sum[j][1] += high * b[j];
        }
    }
#pragma GCC unroll 6
    for (int j = 0; j < NR; j++) {
        *(v8 *)(c + j * MC) += sum[j][0];
        *(v8 *)(c + j * MC + 8) += sum[j][1];
    }
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static void add(const struct job *job, const char *A, const char *B, int64_t i, int64_t j, int64_t from, int64_t to) {
    int size = type_size(job->ab);
    int64_t rows = least(MC, job->m - i), columns = least(NC, job->n - j);
    for (int64_t p = from; p < to; p += KC) {
        int64_t depth = least(KC, to - p);
        pack(job, A + (job->transpose_a ? p + i * job->A.ld : i + p * job->A.ld) * size, !job->transpose_a, job->A.ld,
             rows, depth, MR, panel_a);
        pack(job, B + (job->transpose_b ? j + p * job->B.ld : p + j * job->B.ld) * size, job->transpose_b, job->B.ld,
             columns, depth, NR, panel_b);
        for (int64_t y = 0; y < columns; y += NR)
            for (int64_t x = 0; x < rows; x += MR)
                multiply(depth, panel_a + x * depth, panel_b + y * depth, sums + x + y * MC);
    }
}

static void round_sums(int type) {
    round_to(type == F16 ? TO_F16 : type == BF16 ? TO_BF16 : AS_GIVEN, sums, MC * NC);
}

static void product(const struct job *job, int64_t item) {
    int size = type_size(job->ab), parts = job->parts ? job->parts : 1;
    const char *A = (char *)job->A.at + item * job->A.stride * size;
    const char *B = (char *)job->B.at + item * job->B.stride * size;
    int64_t k = job->alpha_per_row || job->alpha.value != 0 ? job->k : 0;
    for (int64_t j = 0; j < job->n; j += NC) {
        for (int64_t i = 0; i < job->m; i += MC) {
            memset(sums, 0, sizeof sums);
            for (int part = 0; part < parts; part++) {
                add(job, A, B, i, j, k * part / parts, k * (part + 1) / parts);
                if (job->parts_in_d)
                    round_sums(job->d);
            }
            finish(job, item, i, j, least(MC, job->m - i), least(NC, job->n - j), sums);
        }
    }
}

void gemm_float(const struct job *job) {
    for (int64_t item = 0; item < job->batch; item++)
        product(job, item);
}
