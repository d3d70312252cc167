/* cublasLtMatmulAlgo_t: 64 bytes that say how a product is computed, good for any shape of their types. */
#pragma once
#include "problem.h"

struct algorithm {
    char magic[8];
    int id, tile, parts, scheme;            /* how k is cut, and how the parts' sums come together */
    int swizzle, option, stages;
    unsigned short inner, cluster, cluster_more;
    short compute, scale, ab, c, d;
    int reserved;
    uint64_t seal;
};

_Static_assert(sizeof(struct algorithm) == 64, "as in cublasLt.h");

enum scheme { NONE = 0, IN_PLACE = 1, COMPUTE_TYPE = 2, OUTPUT_TYPE = 4 };

/* The n-th for this problem, whether it fits or not; zero when there are no more. */
int algorithm_nth(const struct problem *, int n, struct algorithm *);
/* Whether it is one of ours, unchanged, and for the problem's types. */
int algorithm_genuine(const struct algorithm *);
int algorithm_for(const struct algorithm *, const struct problem *);
/* Of addresses and leading dimensions, in bytes. */
unsigned algorithm_alignment(const struct algorithm *, int type);
uint64_t algorithm_workspace(const struct algorithm *, const struct problem *);
/* How often it fills the device. */
float algorithm_waves(const struct algorithm *, const struct problem *);
/* Whether leading dimensions and k are such that it can run. */
int algorithm_runs(const struct algorithm *, const struct problem *);
