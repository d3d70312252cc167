/* Which algorithms there are for a problem, and whether one that is given will do. */
#include "algorithm.h"
#include <stdlib.h>
#include <string.h>

struct result {
    struct algorithm algorithm;
    size_t workspace;
    int state;
    float waves;
    int reserved[4];
};

_Static_assert(sizeof(struct result) == 96, "as in cublasLt.h");

/* POINTWISE_STANDIN_LT=none: there is never one. */
static int mute(void) {
    const char *wanted = getenv("POINTWISE_STANDIN_LT");
    return wanted && strcmp(wanted, "none") == 0;
}

static void describe(struct result *r, const struct algorithm *a, const struct problem *p) {
    r->workspace = algorithm_workspace(a, p);
    r->waves = algorithm_waves(a, p);
    r->state = BLAS_SUCCESS;
}

static int wanted(const struct preference *w, const struct algorithm *a, const struct problem *p) {
    for (int i = 0; i < OPERANDS; i++)
        if (w->alignment[i] % algorithm_alignment(a, p->of[i]->type) || w->alignment[i] < (unsigned)p->types->alignment)
            return 0;
    return algorithm_runs(a, p) && algorithm_workspace(a, p) <= w->workspace
        && (a->scheme == NONE || (w->schemes & (unsigned)a->scheme))
        && (w->waves <= 0 || algorithm_waves(a, p) <= w->waves);
}

/* Null under another context than the handle's, where the answer would be of another device. */
static const struct handle *current(void *handle) {
    const struct handle *h = living(handle, HANDLE);
    return h && h->context == standin_current() ? h : NULL;
}

API(cublasLtMatmulAlgoGetHeuristic, FREE | BLAS,
    (void *handle, void *operation, void *a, void *b, void *c, void *d, void *preference, int most,
     struct result *results, int *found),
    (handle, operation, a, b, c, d, preference, most, results, found)) {
    const struct handle *h = current(handle);
    const struct preference *w = living(preference, PREFERENCE);
    if (!h)
        return BLAS_NOT_INITIALIZED;
    if (!w || !results || !found || most < 1)
        return BLAS_INVALID_VALUE;
    *found = 0;
    struct problem p;
    int status = problem_make(&p, operation, (void *[]){a, b, c, d});
    if (status)
        return status;
    if (mute() || w->search)
        return BLAS_NOT_SUPPORTED;
    struct algorithm algorithm;
    for (int n = 0; *found < most && algorithm_nth(&p, n, &algorithm); n++) {
        if (!wanted(w, &algorithm, &p))
            continue;
        struct result *r = &results[(*found)++];
        *r = (struct result){.algorithm = algorithm};
        describe(r, &algorithm, &p);
    }
    return *found ? BLAS_SUCCESS : BLAS_NOT_SUPPORTED;
}

API(cublasLtMatmulAlgoCheck, FREE | BLAS,
    (void *handle, void *operation, void *a, void *b, void *c, void *d, const struct algorithm *algorithm,
     struct result *out),
    (handle, operation, a, b, c, d, algorithm, out)) {
    if (!current(handle))
        return BLAS_NOT_INITIALIZED;
    struct problem p;
    int status = problem_make(&p, operation, (void *[]){a, b, c, d});
    if (status)
        return status;
    if (!out || !algorithm_for(algorithm, &p))
        return BLAS_INVALID_VALUE;
    if (!algorithm_runs(algorithm, &p))
        return BLAS_NOT_SUPPORTED;
    describe(out, algorithm, &p);
    return BLAS_SUCCESS;
}
