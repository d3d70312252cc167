/* Streams as handles: made, destroyed, waited for, asked. */
#include "driver.h"
#include "capture.h"
#include <stdlib.h>

struct stream *stream_make(struct context *context, int flags, int priority) {
    struct stream *s = standin_make(STREAM, sizeof *s);
    s->context = context;
    s->flags = flags;
    s->priority = priority;
    s->blocking = !(flags & 1);
    s->point = calloc(1, sizeof *s->point);
    s->next = context->streams;
    context->streams = s;
    return s;
}

struct stream *standin_stream(void *handle) {
    if ((uintptr_t)handle <= 2) {
        struct context *context = standin_current();
        return context ? context->null_stream : NULL;
    }
    return standin_is(STREAM, handle) ? handle : NULL;
}

struct stream *usable(void *handle) {
    struct stream *s = standin_stream(handle);
    return s && s->context == standin_current() ? s : NULL;
}

API(cuStreamCreateWithPriority, CURRENT, (void **out, unsigned flags, int priority), (out, flags, priority)) {
    if (!out || flags > 1)
        return INVALID_VALUE;
    *out = stream_make(standin_current(), (int)flags, priority < -5 ? -5 : priority > 0 ? 0 : priority);
    return SUCCESS;
}

API(cuStreamCreate, CURRENT, (void **out, unsigned flags), (out, flags)) {
    return cuStreamCreateWithPriority_body(out, flags, 0);
}

API(cuStreamDestroy_v2, CURRENT | RELEASES, (void *handle), (handle)) {
    if (!standin_is(STREAM, handle))
        return INVALID_HANDLE;
    struct stream *s = handle;
    capture_leave(s);
    drain(s, s->queued);
    struct stream **link = &s->context->streams;
    while (*link != s)
        link = &(*link)->next;
    *link = s->next;
    free(s->ring), free(s->point);
    s->ring = NULL;
    s->capacity = 0;
    standin_retire(STREAM, s);
    return SUCCESS;
}

API(cuStreamSynchronize, CURRENT | SYNCHRONISES | UNSAFE, (void *handle), (handle)) {
    struct stream *s = standin_stream(handle);
    if (!s)
        return INVALID_HANDLE;
    int error = capture_conflict(s);
    if (error)
        return error;
    if (s == s->context->null_stream)
        drain_default(s->context);
    drain(s, s->queued);
    pools_settle(s->context->device);
    return SUCCESS;
}

/* Answers first, then does one task: a poll sees "not ready" while there is work, and comes to an end. */
API(cuStreamQuery, CURRENT | SYNCHRONISES | UNSAFE, (void *handle), (handle)) {
    struct stream *s = standin_stream(handle);
    if (!s)
        return INVALID_HANDLE;
    int error = capture_conflict(s);
    if (error)
        return error;
    if (!s->count)
        return SUCCESS;
    step(s);
    return NOT_READY;
}

API(cuStreamGetFlags, CURRENT, (void *handle, unsigned *flags), (handle, flags)) {
    struct stream *s = standin_stream(handle);
    if (!s)
        return INVALID_HANDLE;
    if (!flags)
        return INVALID_VALUE;
    *flags = (unsigned)s->flags;
    return SUCCESS;
}

API(cuStreamGetPriority, CURRENT, (void *handle, int *priority), (handle, priority)) {
    struct stream *s = standin_stream(handle);
    if (!s)
        return INVALID_HANDLE;
    if (!priority)
        return INVALID_VALUE;
    *priority = s->priority;
    return SUCCESS;
}

API(cuStreamGetCtx, CURRENT, (void *handle, void **context), (handle, context)) {
    struct stream *s = standin_stream(handle);
    if (!s)
        return INVALID_HANDLE;
    if (!context)
        return INVALID_VALUE;
    *context = s->context;
    return SUCCESS;
}
