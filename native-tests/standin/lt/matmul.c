/* cublasLtMatmul: what it is given is checked, and becomes a task. */
#include "algorithm.h"
#include <string.h>

struct arguments {
    const void *alpha, *beta;
    void *at[OPERANDS];
    const struct algorithm *algorithm;
    struct span workspace;
};

static struct matrix matrix(const struct problem *p, int operand, void *at) {
    return (struct matrix){at, p->of[operand]->ld, p->of[operand]->stride};
}

static int addressed(const struct arguments *a, const struct algorithm *g, const struct problem *p) {
    for (int i = 0; i < OPERANDS; i++) {
        uintptr_t at = (uintptr_t)a->at[i];
        if (at % algorithm_alignment(g, p->of[i]->type) || at % (unsigned)p->types->alignment)
            return 0;
    }
    return 1;
}

static int same(const struct layout *x, const struct layout *y) {
    return x->type == y->type && x->ld == y->ld && (x->batch == 1 || x->stride == y->stride);
}

/* The given algorithm, or the first that will do. */
static int choose(const struct arguments *a, const struct problem *p, struct algorithm *out) {
    if (!a->algorithm) {
        for (int n = 0; algorithm_nth(p, n, out); n++)
            if (algorithm_runs(out, p) && addressed(a, out, p) && algorithm_workspace(out, p) <= a->workspace.bytes)
                return BLAS_SUCCESS;
        return BLAS_NOT_SUPPORTED;
    }
    *out = *a->algorithm;
    if (!algorithm_for(out, p) || algorithm_workspace(out, p) > a->workspace.bytes)
        return BLAS_INVALID_VALUE;
    return algorithm_runs(out, p) && addressed(a, out, p) ? BLAS_SUCCESS : BLAS_NOT_SUPPORTED;
}

static int complete(const struct arguments *a, const struct problem *p) {
    const struct operation *o = p->operation;
    int needs_beta = o->pointer_mode != ALPHA_VECTOR_BETA_ZERO;
    if (!a->alpha || (needs_beta && !a->beta) || ((o->epilogue & EPILOGUE_BIAS) && !o->bias))
        return 0;
    for (int i = 0; i < OPERANDS; i++)
        if (!a->at[i])
            return 0;
    if (a->at[C] == a->at[D] && !same(p->of[C], p->of[D]))
        return 0;
    return a->workspace.address % 256 == 0 && (a->workspace.address || !a->workspace.bytes);
}

static int rounding(int compute) {
    switch (compute) {
        case COMPUTE_32F_FAST_16F: return TO_F16;
        case COMPUTE_32F_FAST_16BF: return TO_BF16;
        case COMPUTE_32F_FAST_TF32: return TO_TF32;
        default: return AS_GIVEN;
    }
}

static int activation(unsigned epilogue) {
    return epilogue & EPILOGUE_RELU ? RELU : epilogue & EPILOGUE_GELU ? GELU : LINEAR;
}

static void scalars(struct job *j, const struct arguments *a, const struct operation *o) {
    j->alpha_per_row = o->pointer_mode >= ALPHA_VECTOR_BETA_ZERO;
    j->alpha_on_device = o->pointer_mode != ON_HOST;
    j->beta_on_device = o->pointer_mode == ON_DEVICE;
    if (j->alpha_on_device)
        j->alpha.address = a->alpha;
    else
        j->alpha.value = read_scalar(j->scalar, a->alpha);
    if (j->beta_on_device)
        j->beta.address = a->beta;
    else if (o->pointer_mode != ALPHA_VECTOR_BETA_ZERO)
        j->beta.value = read_scalar(j->scalar, a->beta);
    j->alpha_stride = o->alpha_stride;
}

/* Whether extents, addresses and distances are all multiples of so many bytes. */
static int aligned(const struct arguments *a, const struct problem *p, unsigned bytes) {
    uint64_t size = (uint64_t)type_size(p->types->ab);
    if ((uint64_t)p->m * size % bytes || (uint64_t)p->k * size % bytes)
        return 0;
    for (int i = 0; i < OPERANDS; i++)
        if ((uintptr_t)a->at[i] % bytes || !problem_aligned(p, i, bytes))
            return 0;
    return 1;
}

/* As an H100's library of CUDA 13.0 was seen to do: what its kernels for few bytes of alignment leave to another one. */
static void imitate(struct job *j, const struct arguments *a, const struct problem *p) {
    int half = p->types->ab == F16 || p->types->ab == BF16, fused = aligned(a, p, 16);
    int added = a->at[C] != a->at[D], odd = p->types->ab == BF16 && !aligned(a, p, 4);
    j->staged = (char)(half && !fused && (j->activation == GELU || (j->bias && (added || odd))));
    j->drops_nan = (char)(half ? !fused && !added : j->rounding == TO_TF32 && fused && !added);
}

static struct job describe(const struct arguments *a, const struct algorithm *g, const struct problem *p) {
    const struct operation *o = p->operation;
    const struct support *t = p->types;
    struct job j = {
        .ab = t->ab, .c = t->c, .d = t->d, .scalar = t->scale, .sum = t->compute == COMPUTE_32I ? I32 : F32,
        .rounding = (char)rounding(o->compute), .transpose_a = o->transpose_a != 0, .transpose_b = o->transpose_b != 0,
        .activation = (char)activation(o->epilogue), .parts = (char)g->parts,
        .parts_in_d = g->scheme == IN_PLACE || g->scheme == OUTPUT_TYPE,
        .m = p->m, .n = p->n, .k = p->k, .batch = p->batch,
        .A = matrix(p, A, a->at[A]), .B = matrix(p, B, a->at[B]), .C = matrix(p, C, a->at[C]), .D = matrix(p, D, a->at[D]),
        .scale_a = (const float *)o->scale_a, .scale_b = (const float *)o->scale_b,
        .scratch = {a->workspace.address, algorithm_workspace(g, p)},
    };
    if (o->epilogue & EPILOGUE_BIAS) {
        j.bias = (const void *)o->bias;
        j.bias_type = t->bias;
        j.bias_stride = o->bias_stride;
    }
    scalars(&j, a, o);
    imitate(&j, a, p);
    return j;
}

static int matmul(const struct handle *h, const struct problem *p, const struct arguments *a, void *stream) {
    struct stream *s = h->context == standin_current() ? standin_stream(stream) : NULL;
    if (!s || standin_context_of(s) != h->context)
        return BLAS_EXECUTION_FAILED;
    struct algorithm chosen;
    int status = choose(a, p, &chosen);
    if (status)
        return status;
    struct job j = describe(a, &chosen, p);
    struct task task = {.body = gemm, .flags = ARITHMETIC};
    _Static_assert(sizeof j <= PAYLOAD, "a job is a task's payload");
    touch_operands(&task, &j);
    touch(&task, a->workspace);
    memcpy(task.payload, &j, sizeof j);
    return standin_enqueue(s, &task) ? BLAS_EXECUTION_FAILED : BLAS_SUCCESS;
}

API(cublasLtMatmul, CURRENT | BLAS,
    (void *handle, void *operation, const void *alpha, const void *a, void *layout_a, const void *b, void *layout_b,
     const void *beta, const void *c, void *layout_c, void *d, void *layout_d, const struct algorithm *algorithm,
     void *workspace, size_t bytes, void *stream),
    (handle, operation, alpha, a, layout_a, b, layout_b, beta, c, layout_c, d, layout_d, algorithm, workspace, bytes,
     stream)) {
    const struct handle *h = living(handle, HANDLE);
    if (!h)
        return BLAS_NOT_INITIALIZED;
    struct problem p;
    int status = problem_make(&p, operation, (void *[]){layout_a, layout_b, layout_c, layout_d});
    if (status)
        return status;
    struct arguments arguments = {alpha, beta, {(void *)a, (void *)b, (void *)c, d}, algorithm, {(uint64_t)workspace, bytes}};
    if (!complete(&arguments, &p))
        return BLAS_INVALID_VALUE;
    return matmul(h, &p, &arguments, stream);
}
