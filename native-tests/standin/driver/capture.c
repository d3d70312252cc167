#include "capture.h"
#include "graph.h"
#include "recording.h"
#include <stdlib.h>

enum mode { GLOBAL, THREAD_LOCAL, RELAXED };
enum status { NONE, ACTIVE, SPOILED };

struct capture {
    uint64_t number;
    struct stream *origin;
    struct recording *recording;
    const void *thread;
    enum mode mode;
    enum status status;
    struct capture *next;
};

static struct capture *open_captures;
static _Thread_local char this_thread;
static _Thread_local enum mode thread_mode = GLOBAL;

static struct capture *find(uint64_t number) {
    struct capture *c = open_captures;
    while (c && c->number != number)
        c = c->next;
    return c;
}

static struct capture *capture_of(const struct stream *s) { return s->point->capture ? find(s->point->capture) : NULL; }

int capturing(const struct stream *s) { return s->point->capture != 0; }

static void spoil(struct capture *c) { c->status = SPOILED; }

static int spoiling(struct capture *c, int error) {
    if (c->status == SPOILED)
        return CAPTURE_INVALIDATED;
    spoil(c);
    return error;
}

int capture_refuse(struct stream *s, int error) { return spoiling(capture_of(s), error); }

int capture_mark(const struct stream *s, struct point *p) {
    if (capture_of(s)->status == SPOILED)
        return CAPTURE_INVALIDATED;
    point_copy(p, s->point);
    return SUCCESS;
}

int capture_add(struct stream *s, const struct task *task) {
    struct capture *c = capture_of(s);
    if (c->status == SPOILED) {
        if (task->drop)
            task->drop((void *)task->payload);
        return CAPTURE_INVALIDATED;
    }
    int node = recording_add(c->recording, task, s->point->nodes, s->point->count);
    point_move(s->point, node);
    return SUCCESS;
}

int capture_join(struct stream *s, const struct point *p) {
    struct capture *there = p->capture ? find(p->capture) : NULL, *here = capture_of(s);
    if (!there)
        return here ? spoiling(here, CAPTURE_ISOLATION) : CAPTURED_EVENT;
    if (there->status == SPOILED)
        return CAPTURE_INVALIDATED;
    if (here && here != there) {
        spoil(there);
        return spoiling(here, CAPTURE_MERGE);
    }
    if (s == s->context->null_stream)
        return spoiling(there, CAPTURE_IMPLICIT);
    if (s->context != there->recording->context)
        return NOT_SUPPORTED;
    if (here)
        point_merge(s->point, p);
    else
        point_copy(s->point, p);
    return SUCCESS;
}

int capture_conflict(struct stream *s) {
    if (capturing(s))
        return capture_refuse(s, CAPTURE_UNSUPPORTED);
    int error = SUCCESS;
    if (s == s->context->null_stream)
        for (struct stream *other = s->context->streams; other; other = other->next)
            if (other->blocking && capturing(other))
                error = capture_refuse(other, CAPTURE_IMPLICIT);
    return error;
}

int capture_allows_unsafe(void) {
    int allowed = 1;
    for (struct capture *c = open_captures; thread_mode != RELAXED && c; c = c->next) {
        int own = c->thread == &this_thread;
        if (own ? c->mode == RELAXED : c->mode != GLOBAL || thread_mode != GLOBAL)
            continue;
        spoil(c);
        allowed = 0;
    }
    return allowed;
}

/* All its streams queue again. The recording is the caller's. */
static struct recording *finish(struct capture *c) {
    struct recording *r = c->recording;
    for (struct stream *s = r->context->streams; s; s = s->next)
        if (s->point->capture == c->number)
            point_clear(s->point);
    struct capture **link = &open_captures;
    while (*link != c)
        link = &(*link)->next;
    *link = c->next;
    free(c);
    standin_count(CAPTURE, -1);
    return r;
}

void capture_leave(struct stream *s) {
    struct capture *c = capture_of(s);
    if (c && c->origin == s)
        recording_release(finish(c));
    else if (c)
        spoil(c);
    point_clear(s->point);
}

API(cuStreamBeginCapture_v2, CURRENT, (void *handle, int mode), (handle, mode)) {
    static uint64_t numbers;
    struct stream *s = usable(handle);
    if (!s)
        return INVALID_HANDLE;
    if (mode < GLOBAL || mode > RELAXED)
        return INVALID_VALUE;
    if (s == s->context->null_stream)
        return CAPTURE_UNSUPPORTED;
    if (capturing(s))
        return ILLEGAL_STATE;
    struct capture *c = malloc(sizeof *c);
    *c = (struct capture){++numbers, s, recording_make(s->context), &this_thread, (enum mode)mode, ACTIVE, open_captures};
    open_captures = c;
    s->point->capture = c->number;
    standin_count(CAPTURE, 1);
    return SUCCESS;
}

API(cuStreamEndCapture, CURRENT, (void *handle, void **out), (handle, out)) {
    struct stream *s = usable(handle);
    if (!s)
        return INVALID_HANDLE;
    if (!out)
        return INVALID_VALUE;
    struct capture *c = capture_of(s);
    if (!c)
        return ILLEGAL_STATE;
    if (c->origin != s)
        return spoiling(c, CAPTURE_UNMATCHED);
    if (c->mode != RELAXED && c->thread != &this_thread)
        return CAPTURE_WRONG_THREAD;
    *out = NULL;
    int error = c->status == SPOILED ? CAPTURE_INVALIDATED
        : recording_close(c->recording, s->point->nodes, s->point->count) ? SUCCESS : CAPTURE_UNJOINED;
    struct recording *r = finish(c);
    if (error)
        recording_release(r);
    else
        *out = graph_make(r);
    return error;
}

static int status(void *handle, int *status, uint64_t *number) {
    struct stream *s = usable(handle);
    if (!s)
        return INVALID_HANDLE;
    if (!status)
        return INVALID_VALUE;
    if (s == s->context->null_stream) {
        int error = capture_conflict(s);
        if (error)
            return error;
    }
    struct capture *c = capture_of(s);
    *status = c ? (int)c->status : NONE;
    if (c && number)
        *number = c->number;
    return SUCCESS;
}

API(cuStreamIsCapturing, CURRENT, (void *handle, int *out), (handle, out)) { return status(handle, out, NULL); }

/* The graph so far is not shown. */
API(cuStreamGetCaptureInfo_v2, CURRENT,
    (void *handle, int *out, uint64_t *number, void **graph, const void ***nodes, size_t *many),
    (handle, out, number, graph, nodes, many)) {
    return graph || nodes || many ? NOT_SUPPORTED : status(handle, out, number);
}

API(cuThreadExchangeStreamCaptureMode, READY, (int *mode), (mode)) {
    if (!mode || *mode < GLOBAL || *mode > RELAXED)
        return INVALID_VALUE;
    int before = (int)thread_mode;
    thread_mode = (enum mode)*mode;
    *mode = before;
    return SUCCESS;
}
