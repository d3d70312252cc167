/* Blocked product in float: panels of A and B are widened, rounded as asked, and multiplied in registers. */
#include "gemm.h"
#include "../numbers.h"
#include <string.h>

#define MR 16
#define NR 6
#define MC 128
#define NC 192
#define KC 256

typedef float v8 __attribute__((vector_size(32), aligned(4), may_alias));

static float panel_a[MC * KC] __attribute__((aligned(64)));
static float panel_b[NC * KC] __attribute__((aligned(64)));
static float sums[MC * NC] __attribute__((aligned(64)));

int type_size(int type) {
    switch (type) {
        case F64: return 8;
        case F16: case BF16: return 2;
        case I8: return 1;
        default: return 4;
    }
}

double read_scalar(int type, const void *at) {
    switch (type) {
        case F64: return *(const double *)at;
        case F16: return half_to_float(*(const uint16_t *)at);
        case I32: return *(const int32_t *)at;
        default: return *(const float *)at;
    }
}

static inline float from_half(uint16_t h) {
#ifdef __F16C__
    _Float16 f;
    memcpy(&f, &h, 2);
    return (float)f;
#else
    return half_to_float(h);
#endif
}

static void widen(int type, const char *from, int64_t count, float *to) {
    switch (type) {
        case F32: memcpy(to, from, (size_t)count * 4); break;
        case F16:
            for (int64_t i = 0; i < count; i++)
                to[i] = from_half(((const uint16_t *)from)[i]);
            break;
        case BF16:
            for (int64_t i = 0; i < count; i++)
                to[i] = bfloat16_to_float(((const uint16_t *)from)[i]);
            break;
        default:
            for (int64_t i = 0; i < count; i++)
                to[i] = ((const int8_t *)from)[i];
    }
}

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

/* beta zero must not read C */
static void store(const struct job *job, char *c, int64_t rows, int64_t columns, float alpha, float beta) {
    int size = type_size(job->c);
    for (int64_t j = 0; j < columns; j++) {
        const float *sum = sums + j * MC;
        char *column = c + j * job->C.ld * size;
        for (int64_t i = 0; i < rows; i++) {
            void *at = column + i * size;
            float value = alpha * sum[i];
            switch (job->c) {
                case F16:
                    if (beta != 0)
                        value += beta * half_to_float(*(uint16_t *)at);
                    *(uint16_t *)at = float_to_half(value);
                    break;
                case BF16:
                    if (beta != 0)
                        value += beta * bfloat16_to_float(*(uint16_t *)at);
                    *(uint16_t *)at = float_to_bfloat16(value);
                    break;
                default:
                    *(float *)at = beta != 0 ? value + beta * *(float *)at : value;
            }
        }
    }
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static void product(const struct job *job, int64_t item, float alpha, float beta) {
    int size = type_size(job->ab);
    const char *A = (char *)job->A.at + item * job->A.stride * size;
    const char *B = (char *)job->B.at + item * job->B.stride * size;
    char *C = (char *)job->C.at + item * job->C.stride * type_size(job->c);
    for (int64_t j = 0; j < job->n; j += NC) {
        int64_t columns = least(NC, job->n - j);
        for (int64_t i = 0; i < job->m; i += MC) {
            int64_t rows = least(MC, job->m - i);
            memset(sums, 0, sizeof sums);
            for (int64_t p = 0; alpha != 0 && p < job->k; p += KC) {
                int64_t depth = least(KC, job->k - p);
                pack(job, A + (job->transpose_a ? p + i * job->A.ld : i + p * job->A.ld) * size, !job->transpose_a,
                     job->A.ld, rows, depth, MR, panel_a);
                pack(job, B + (job->transpose_b ? j + p * job->B.ld : p + j * job->B.ld) * size, job->transpose_b,
                     job->B.ld, columns, depth, NR, panel_b);
                for (int64_t y = 0; y < columns; y += NR)
                    for (int64_t x = 0; x < rows; x += MR)
                        multiply(depth, panel_a + x * depth, panel_b + y * depth, sums + x + y * MC);
            }
            store(job, C + (i + j * job->C.ld) * type_size(job->c), rows, columns, alpha, beta);
        }
    }
}

int gemm(void *payload) {
    struct job job = *(struct job *)payload;
    if (job.scalars_on_device) {
        job.alpha.value = read_scalar(job.scalar, job.alpha.address);
        job.beta.value = read_scalar(job.scalar, job.beta.address);
    }
    if (job.scalar == I32 || job.scalar == F64) {
        gemm_exact(&job);
        return 0;
    }
    for (int64_t item = 0; item < job.batch; item++)
        product(&job, item, (float)job.alpha.value, (float)job.beta.value);
    return 0;
}
