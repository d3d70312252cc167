/* Graphs, what is made of them, and their launch. */
#include "graph.h"
#include "capture.h"

struct graph {
    struct recording *recording;
};

/* Shares the graph's recording, which nobody changes. */
struct executable {
    struct recording *recording;
    struct stream *stream;      /* of the last launch */
    uint64_t position;
};

enum { FREE_ON_LAUNCH = 1, NODE_PRIORITY = 8 };

void *graph_make(struct recording *r) {
    struct graph *g = standin_make(GRAPH, sizeof *g);
    g->recording = r;
    return g;
}

API(cuGraphDestroy, CURRENT | RELEASES, (void *handle), (handle)) {
    if (!standin_is(GRAPH, handle))
        return INVALID_VALUE;
    recording_release(((struct graph *)handle)->recording);
    standin_retire(GRAPH, handle);
    return SUCCESS;
}

/* No array: how many. More room than nodes: the rest is null. */
API(cuGraphGetNodes, CURRENT, (void *handle, void **nodes, size_t *many), (handle, nodes, many)) {
    if (!standin_is(GRAPH, handle) || !many)
        return INVALID_VALUE;
    const struct recording *r = ((struct graph *)handle)->recording;
    size_t count = (size_t)r->count;
    for (size_t i = 0; nodes && i < *many; i++)
        nodes[i] = i < count ? r->nodes[i] : NULL;
    if (!nodes || *many > count)
        *many = count;
    return SUCCESS;
}

API(cuGraphInstantiateWithFlags, CURRENT, (void **out, void *handle, unsigned long long flags), (out, handle, flags)) {
    if (!out || !standin_is(GRAPH, handle))
        return INVALID_VALUE;
    if (flags & ~(unsigned long long)(FREE_ON_LAUNCH | NODE_PRIORITY))
        return NOT_SUPPORTED;
    struct executable *e = standin_make(GRAPH_EXEC, sizeof *e);
    e->recording = ((struct graph *)handle)->recording;
    recording_keep(e->recording);
    *out = e;
    return SUCCESS;
}

API(cuGraphExecDestroy, CURRENT | RELEASES, (void *handle), (handle)) {
    if (!standin_is(GRAPH_EXEC, handle))
        return INVALID_VALUE;
    recording_release(((struct executable *)handle)->recording);
    standin_retire(GRAPH_EXEC, handle);
    return SUCCESS;
}

static int run(void *payload) { return recording_run(*(struct recording **)payload); }

static void release(void *payload) { recording_release(*(struct recording **)payload); }

static int ready(void *handle, void *stream, struct stream **out) {
    struct stream *s = usable(stream);
    if (!s)
        return INVALID_HANDLE;
    struct executable *e = handle;
    if (!standin_is(GRAPH_EXEC, handle) || e->recording->context != s->context)
        return INVALID_VALUE;
    *out = s;
    return capturing(s) ? capture_refuse(s, NOT_SUPPORTED) : SUCCESS;
}

/* Behind the stream's work, and behind the last launch of the same. */
API(cuGraphLaunch, CURRENT, (void *handle, void *stream), (handle, stream)) {
    struct stream *s;
    int error = ready(handle, stream, &s);
    if (error)
        return error;
    struct executable *e = handle;
    struct recording *r = e->recording;
    struct task task = {.body = run, .drop = release, .flags = r->all_arithmetic ? ARITHMETIC : 0};
    task.error = recording_check(r);
    *(struct recording **)task.payload = r;
    recording_keep(r);
    if (e->stream)
        enqueue_wait(s, e->stream, e->position);
    error = standin_enqueue(s, &task);
    e->stream = s;
    e->position = s->queued;
    return error;
}

API(cuGraphUpload, CURRENT, (void *handle, void *stream), (handle, stream)) {
    struct stream *s;
    return ready(handle, stream, &s);
}
