/* Events: the position of a stream at the time of the last record. */
#include "driver.h"
#include "capture.h"

struct event {
    struct context *context;
    unsigned flags;
    struct stream *stream;    /* null until recorded */
    uint64_t position;
    uint64_t record;          /* how often recorded */
    uint64_t time;            /* when the last record ran */
    struct point point;       /* where it was recorded, when in a capture */
};

enum { BLOCKING_SYNC = 1, DISABLE_TIMING = 2, INTERPROCESS = 4 };

struct stamp {
    struct event *event;
    uint64_t record;
};

static int stamp(void *payload) {
    struct stamp *s = payload;
    if (s->event->record == s->record)
        s->event->time = clock_now();
    return 0;
}

static int complete(const struct event *e) { return !e->stream || reached(e->stream, e->position); }

API(cuEventCreate, CURRENT, (void **out, unsigned flags), (out, flags)) {
    if (!out || flags > (BLOCKING_SYNC | DISABLE_TIMING))
        return INVALID_VALUE;
    struct event *e = standin_make(EVENT, sizeof *e);
    e->context = standin_current();
    e->flags = flags;
    *out = e;
    return SUCCESS;
}

API(cuEventDestroy_v2, CURRENT | RELEASES, (void *handle), (handle)) {
    if (!standin_is(EVENT, handle))
        return INVALID_HANDLE;
    point_clear(&((struct event *)handle)->point);
    standin_retire(EVENT, handle);
    return SUCCESS;
}

API(cuEventRecordWithFlags, CURRENT, (void *handle, void *stream, unsigned flags), (handle, stream, flags)) {
    struct stream *s = standin_stream(stream);
    struct event *e = handle;
    if (!standin_is(EVENT, handle) || !s || s->context != e->context)
        return INVALID_HANDLE;
    if (flags > 1)
        return INVALID_VALUE;
    if (capturing(s))
        return capture_mark(s, &e->point);
    struct task task = {.body = stamp, .flags = ALWAYS};
    *(struct stamp *)task.payload = (struct stamp){e, e->record + 1};
    int error = standin_enqueue(s, &task);
    if (error)
        return error;
    point_clear(&e->point);
    e->record++;
    e->stream = s;
    e->position = s->queued;
    return SUCCESS;
}

API(cuEventRecord, CURRENT, (void *handle, void *stream), (handle, stream)) {
    return cuEventRecordWithFlags_body(handle, stream, 0);
}

API(cuEventSynchronize, CURRENT | SYNCHRONISES | UNSAFE, (void *handle), (handle)) {
    struct event *e = handle;
    if (!standin_is(EVENT, handle))
        return INVALID_HANDLE;
    if (e->point.capture)
        return CAPTURED_EVENT;
    if (e->stream)
        drain(e->stream, e->position);
    pools_settle(standin_current()->device);
    return SUCCESS;
}

API(cuEventQuery, CURRENT | SYNCHRONISES | UNSAFE, (void *handle), (handle)) {
    struct event *e = handle;
    if (!standin_is(EVENT, handle))
        return INVALID_HANDLE;
    if (e->point.capture)
        return CAPTURED_EVENT;
    if (complete(e))
        return SUCCESS;
    step(e->stream);
    return NOT_READY;
}

API(cuEventElapsedTime, CURRENT, (float *milliseconds, void *start, void *end), (milliseconds, start, end)) {
    struct event *from = start, *to = end;
    if (!milliseconds)
        return INVALID_VALUE;
    if (!standin_is(EVENT, start) || !standin_is(EVENT, end) || !from->stream || !to->stream
        || ((from->flags | to->flags) & DISABLE_TIMING))
        return INVALID_HANDLE;
    if (from->point.capture || to->point.capture)
        return CAPTURED_EVENT;
    if (!complete(from) || !complete(to))
        return NOT_READY;
    *milliseconds = (float)((double)(int64_t)(to->time - from->time) / 1e6);
    return SUCCESS;
}

API(cuStreamWaitEvent, CURRENT, (void *stream, void *handle, unsigned flags), (stream, handle, flags)) {
    struct stream *s = standin_stream(stream);
    struct event *e = handle;
    if (!s || !standin_is(EVENT, handle))
        return INVALID_HANDLE;
    if (flags > 1)
        return INVALID_VALUE;
    if (e->point.capture || capturing(s))
        return capture_join(s, &e->point);
    if (e->stream)
        enqueue_wait(s, e->stream, e->position);
    return SUCCESS;
}
