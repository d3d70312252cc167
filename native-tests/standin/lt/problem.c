#include "problem.h"

enum { COLUMN_ORDER = 0, FULL = 2 };

static int letters(int transpose) { return transpose >= 0 && transpose <= 2; }

static int storable(const struct layout *l) {
    return l->rows && l->columns && l->ld >= 0 && (uint64_t)l->ld >= l->rows && l->batch >= 1;
}

/* Shapes that belong to one product. */
static int fits(struct problem *p) {
    const struct operation *o = p->operation;
    const struct layout *a = p->of[A], *b = p->of[B], *c = p->of[C], *d = p->of[D];
    if (!letters(o->transpose_a) || !letters(o->transpose_b) || o->pointer_mode < ON_HOST || o->pointer_mode > ALPHA_VECTOR)
        return 0;
    for (int i = 0; i < OPERANDS; i++)
        if (!storable(p->of[i]) || p->of[i]->batch != d->batch)
            return 0;
    uint64_t m = o->transpose_a ? a->columns : a->rows, k = o->transpose_a ? a->rows : a->columns;
    uint64_t n = o->transpose_b ? b->rows : b->columns, inner = o->transpose_b ? b->columns : b->rows;
    p->m = (int64_t)m;
    p->n = (int64_t)n;
    p->k = (int64_t)k;
    p->batch = d->batch;
    return k == inner && d->rows == m && d->columns == n && c->rows == m && c->columns == n;
}

static int ordinary(const struct problem *p) {
    for (int i = 0; i < OPERANDS; i++) {
        const struct layout *l = p->of[i];
        if (l->order != COLUMN_ORDER || l->plane || l->rows > INT32_MAX || l->columns > INT32_MAX)
            return 0;
    }
    return !p->operation->transpose_c && p->operation->fill == FULL;
}

static int finishable(const struct problem *p) {
    const struct operation *o = p->operation;
    unsigned activation = o->epilogue & ~(unsigned)EPILOGUE_BIAS, biased = o->epilogue & EPILOGUE_BIAS;
    if (o->epilogue == EPILOGUE_DEFAULT)
        return 1;
    if (!o->epilogue || (activation && activation != EPILOGUE_RELU && activation != EPILOGUE_GELU))
        return 0;
    if (p->types->bias == NO_EPILOGUE)
        return 0;
    return !biased || (o->bias % 16 == 0 && (o->bias_type == -1 || o->bias_type == p->types->bias));
}

/* Scales are for FP8 operands. */
static int scaled(const struct problem *p) {
    const struct operation *o = p->operation;
    return !o->scale_c && !o->scale_d && !o->largest_d && ((!o->scale_a && !o->scale_b) || p->types->ab == E4M3);
}

static int scalable(const struct problem *p) {
    const struct operation *o = p->operation;
    if (o->pointer_mode == BOTH_VECTORS || (o->pointer_mode == ALPHA_VECTOR_BETA_ZERO && o->alpha_stride))
        return 0;
    return p->types->ab != I8 || o->pointer_mode != ALPHA_VECTOR_BETA_ZERO;
}

int problem_aligned(const struct problem *p, int operand, unsigned bytes) {
    const struct layout *l = p->of[operand];
    uint64_t size = (uint64_t)type_size(l->type);
    return (uint64_t)l->ld * size % bytes == 0 && (p->batch == 1 || (uint64_t)l->stride * size % bytes == 0);
}

/* What the tensor cores' 8-bit types ask for. */
static int narrow_enough(const struct problem *p) {
    const struct support *t = p->types;
    if (t->multiple == 1)
        return 1;
    if (!p->operation->transpose_a || p->operation->transpose_b || p->m % t->multiple || p->k % t->multiple)
        return 0;
    for (int i = 0; i < OPERANDS; i++)
        if (!problem_aligned(p, i, (unsigned)t->alignment) || p->of[i]->ld % 4)
            return 0;
    return 1;
}

int problem_make(struct problem *p, void *operation, void *const layouts[OPERANDS]) {
    *p = (struct problem){.operation = living(operation, OPERATION)};
    for (int i = 0; i < OPERANDS; i++)
        p->of[i] = living(layouts[i], LAYOUT);
    if (!p->operation || !p->of[A] || !p->of[B] || !p->of[C] || !p->of[D] || !fits(p))
        return BLAS_INVALID_VALUE;
    const struct operation *o = p->operation;
    p->types = support_find(o->compute, o->scale, p->of[A]->type, p->of[B]->type, p->of[C]->type, p->of[D]->type);
    if (!p->types)
        return BLAS_NOT_SUPPORTED;
    if (!scaled(p))
        return BLAS_INVALID_VALUE;
    int able = ordinary(p) && finishable(p) && scalable(p) && narrow_enough(p)
        && standin_capability() >= p->types->capability;
    return able ? BLAS_SUCCESS : BLAS_NOT_SUPPORTED;
}
