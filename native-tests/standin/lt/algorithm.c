#include "algorithm.h"
#include "attribute.h"
#include <string.h>

#define MAGIC "standin"

/* One for any alignment and one that reads 16 bytes at a time, each with and without a cut of k. */
enum { UNALIGNED = 0, ALIGNED = 6 };
enum { TILE_64x32 = 13, TILE_64x64 = 15, TILE_128x128 = 20 };

static const struct {
    int id, tile, rows, columns, stages, parts, scheme;
} kernels[] = {
    {ALIGNED, TILE_128x128, 128, 128, 15, 1, NONE},
    {ALIGNED, TILE_64x64, 64, 64, 17, 1, NONE},
    {ALIGNED, TILE_128x128, 128, 128, 15, 2, OUTPUT_TYPE},
    {ALIGNED, TILE_128x128, 128, 128, 15, 2, COMPUTE_TYPE},
    {UNALIGNED, TILE_64x32, 64, 32, 8, 1, NONE},
    {ALIGNED, TILE_64x64, 64, 64, 17, 3, IN_PLACE},
    {ALIGNED, TILE_64x64, 64, 64, 17, 4, COMPUTE_TYPE},
    {UNALIGNED, TILE_64x32, 64, 32, 8, 3, COMPUTE_TYPE},
};

#define KERNELS (int)(sizeof kernels / sizeof *kernels)

static uint64_t seal(const struct algorithm *a) {
    uint64_t words[offsetof(struct algorithm, seal) / sizeof(uint64_t)], sum = BLAS_VERSION;
    memcpy(words, a, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        sum = (sum ^ words[i]) * 0x9E3779B97F4A7C15u ^ sum >> 29;
    return sum;
}

static int tile_of(const struct algorithm *a) {
    int i = 0;
    while (i < KERNELS - 1 && kernels[i].tile != a->tile)
        i++;
    return i;
}

int algorithm_nth(const struct problem *p, int n, struct algorithm *out) {
    if (n >= KERNELS)
        return 0;
    const struct support *t = p->types;
    *out = (struct algorithm){.magic = MAGIC, .id = kernels[n].id, .tile = kernels[n].tile, .parts = kernels[n].parts,
                              .scheme = kernels[n].scheme, .stages = kernels[n].stages, .compute = t->compute,
                              .scale = t->scale, .ab = t->ab, .c = t->c, .d = t->d};
    out->seal = seal(out);
    return 1;
}

int algorithm_genuine(const struct algorithm *a) {
    return a && memcmp(a->magic, MAGIC, sizeof a->magic) == 0 && a->seal == seal(a);
}

int algorithm_for(const struct algorithm *a, const struct problem *p) {
    const struct support *t = p->types;
    return algorithm_genuine(a) && a->compute == t->compute && a->scale == t->scale && a->ab == t->ab && a->c == t->c
        && a->d == t->d;
}

unsigned algorithm_alignment(const struct algorithm *a, int type) {
    return a->id == ALIGNED ? 16 : (unsigned)type_size(type);
}

static uint64_t tiles(const struct algorithm *a, const struct problem *p) {
    uint64_t rows = (uint64_t)kernels[tile_of(a)].rows, columns = (uint64_t)kernels[tile_of(a)].columns;
    return ((uint64_t)p->m + rows - 1) / rows * (((uint64_t)p->n + columns - 1) / columns) * (uint64_t)p->batch;
}

uint64_t algorithm_workspace(const struct algorithm *a, const struct problem *p) {
    uint64_t results = (uint64_t)p->m * (uint64_t)p->n * (uint64_t)p->batch * (uint64_t)a->parts;
    switch (a->scheme) {
        case IN_PLACE: return tiles(a, p) * sizeof(int);
        case COMPUTE_TYPE: return results * sizeof(float);
        case OUTPUT_TYPE: return results * (uint64_t)type_size(a->d);
        default: return 0;
    }
}

float algorithm_waves(const struct algorithm *a, const struct problem *p) {
    const float multiprocessors = 4;
    return (float)(tiles(a, p) * (uint64_t)a->parts) / multiprocessors;
}

int algorithm_runs(const struct algorithm *a, const struct problem *p) {
    for (int i = 0; i < OPERANDS; i++)
        if (!problem_aligned(p, i, algorithm_alignment(a, p->of[i]->type)))
            return 0;
    return p->k >= a->parts && (p->types->compute != COMPUTE_32I || a->scheme == NONE || a->scheme == COMPUTE_TYPE);
}

#define OF(id, field) ATTRIBUTE(id, algorithm, field)

static const struct attribute configuration[] = {
    OF(0, id), OF(1, tile), OF(2, parts), OF(3, scheme), OF(4, swizzle), OF(5, option), OF(6, stages), OF(7, inner),
    OF(8, cluster), OF(10, cluster_more), {0, 0, 0},
};

API(cublasLtMatmulAlgoConfigGetAttribute, FREE | BLAS,
    (const struct algorithm *algorithm, int id, void *value, size_t bytes, size_t *written),
    (algorithm, id, value, bytes, written)) {
    return attribute_get(algorithm, configuration, id, value, bytes, written);
}
