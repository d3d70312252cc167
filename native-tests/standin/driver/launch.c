/* Kernels: parameters are copied during the call, threads run one after the other. */
#include "driver.h"
#include "capture.h"
#include "module.h"
#include <stdlib.h>
#include <string.h>

struct launch {
    struct function *function;
    void **parameters;      /* pointers, then what they point to */
    unsigned grid[3], block[3];
};

static int run(void *payload) {
    struct launch *l = payload;
    l->function->kernel->run(l->parameters, l->grid, l->block);
    return 0;
}

static int perform(void *payload) {
    struct launch *l = payload;
    if (!standin_is(FUNCTION, l->function)) {
        standin_note("a kernel was still queued when its module was unloaded");
        return LAUNCH_FAILED;
    }
    return guarded(run, l);
}

static void drop(void *payload) { free(((struct launch *)payload)->parameters); }

static size_t up(size_t value) { return (value + 15) & ~(size_t)15; }

static void **keep(const struct kernel *k, void *const *given) {
    size_t bytes = up((size_t)k->parameters * sizeof(void *));
    for (int i = 0; i < k->parameters; i++)
        bytes += up(k->sizes[i]);
    void **kept = aligned_alloc(16, bytes + 16);
    char *at = (char *)kept + up((size_t)k->parameters * sizeof(void *));
    for (int i = 0; i < k->parameters; i++) {
        kept[i] = memcpy(at, given[i], k->sizes[i]);
        at += up(k->sizes[i]);
    }
    return kept;
}

static int possible(const unsigned *grid, const unsigned *block, unsigned shared) {
    for (int i = 0; i < 3; i++)
        if (!grid[i] || !block[i])
            return 0;
    return grid[0] <= 2147483647 && grid[1] <= 65535 && grid[2] <= 65535 && block[0] <= 1024 && block[1] <= 1024
        && block[2] <= 64 && (uint64_t)block[0] * block[1] * block[2] <= 1024 && shared <= 49152;
}

API(cuLaunchKernel, CURRENT,
    (void *handle, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
     void *stream, void **parameters, void **extra),
    (handle, gx, gy, gz, bx, by, bz, shared, stream, parameters, extra)) {
    struct stream *s = usable(stream);
    struct function *f = handle;
    if (!s || !standin_is(FUNCTION, handle) || f->context != s->context)
        return INVALID_HANDLE;
    struct launch l = {.function = f, .grid = {gx, gy, gz}, .block = {bx, by, bz}};
    if (!possible(l.grid, l.block, shared) || (f->kernel->parameters && !parameters && !extra))
        return INVALID_VALUE;
    if (extra)
        return NOT_SUPPORTED;
    for (int i = 0; i < f->kernel->parameters; i++)
        if (!parameters[i])
            return INVALID_VALUE;
    if (!standin_arithmetic() && !capturing(s))
        return SUCCESS;
    l.parameters = keep(f->kernel, parameters);
    struct task task = {.body = perform, .drop = drop, .flags = ARITHMETIC};
    memcpy(task.payload, &l, sizeof l);
    return standin_enqueue(s, &task);
}

API(cuFuncGetAttribute, CURRENT, (int *value, int attribute, void *handle), (value, attribute, handle)) {
    enum { PTX = 5, BINARY = 6 };
    static const int values[] = {1024, 0, 0, 0, 32, 0, 0, 0, 49152, -1};
    if (!value || attribute < 0 || attribute >= (int)(sizeof values / sizeof *values))
        return INVALID_VALUE;
    if (!standin_is(FUNCTION, handle))
        return INVALID_HANDLE;
    *value = attribute == BINARY || attribute == PTX ? standin_capability() : values[attribute];
    return SUCCESS;
}

API(cuOccupancyMaxActiveBlocksPerMultiprocessor, CURRENT, (int *blocks, void *handle, int threads, size_t shared),
    (blocks, handle, threads, shared)) {
    if (!blocks || threads < 1 || threads > 1024)
        return INVALID_VALUE;
    if (!standin_is(FUNCTION, handle))
        return INVALID_HANDLE;
    int most = 2048 / ((threads + 31) / 32 * 32);
    *blocks = shared > 232448 ? 0 : most > 32 ? 32 : most;
    return SUCCESS;
}
