/*
 * Streams are lazy: work waits in its stream until something forces it, so an order that nobody asked for does not
 * hold by luck. Positions count the tasks of one stream; an event, and a wait, is a position.
 */
#include "driver.h"
#include "capture.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST 4096u

struct context *standin_context_of(struct stream *s) { return s->context; }

int reached(const struct stream *s, uint64_t position) { return s->executed >= position; }

uint64_t clock_now(void) {
    static uint64_t last;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t now = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
    return last = now > last ? now : last + 1;
}

static void execute(struct stream *s, struct task *task) {
    struct context *context = s->context;
    if (!context->error || (task->flags & ALWAYS)) {
        int error = task->error;
        if (!error)
            error = standin_check(context->device, task->span, task->spans, 0);
        if (!error)
            error = task->body(task->payload);
        if (error && !context->error)
            context->error = error;
    }
    if (task->drop)
        task->drop(task->payload);
}

void step(struct stream *s) {
    if (!s->count)
        return;
    struct task task = s->ring[s->head];
    s->head = (s->head + 1) & (s->capacity - 1);
    s->count--;
    execute(s, &task);
    s->executed++;
}

void drain(struct stream *s, uint64_t position) {
    while (!reached(s, position) && s->count)
        step(s);
}

void drain_context(struct context *context) {
    for (struct stream *s = context->streams; s; s = s->next)
        drain(s, s->queued);
}

void drain_default(struct context *context) {
    for (struct stream *s = context->streams; s; s = s->next)
        if (s->blocking)
            drain(s, s->queued);
}

void drain_everything(void) {
    for (int i = 0; i < MAX_DEVICES; i++)
        drain_context(&contexts[i]);
}

static void push(struct stream *s, const struct task *task) {
    if (s->count == LONGEST)
        drain(s, s->queued);
    if (s->count == s->capacity) {
        unsigned capacity = s->capacity ? s->capacity * 2 : 16;
        struct task *ring = malloc(capacity * sizeof *ring);
        for (unsigned i = 0; i < s->count; i++)
            ring[i] = s->ring[(s->head + i) & (s->capacity - 1)];
        free(s->ring);
        s->ring = ring;
        s->capacity = capacity;
        s->head = 0;
    }
    s->ring[(s->head + s->count++) & (s->capacity - 1)] = *task;
    s->queued++;
}

struct moment {
    struct stream *stream;
    uint64_t position;
};

static int wait_for(void *payload) {
    struct moment *m = payload;
    drain(m->stream, m->position);
    return 0;
}

void enqueue_wait(struct stream *s, struct stream *on, uint64_t position) {
    if (s == on || reached(on, position))
        return;
    struct task task = {.body = wait_for, .flags = ALWAYS};
    *(struct moment *)task.payload = (struct moment){on, position};
    push(s, &task);
}

/* The default stream and the blocking ones are ordered as the calls were made. */
static void order(struct stream *s) {
    struct stream *null_stream = s->context->null_stream;
    if (s != null_stream) {
        if (s->blocking)
            enqueue_wait(s, null_stream, null_stream->queued);
        return;
    }
    for (struct stream *other = s->context->streams; other; other = other->next)
        if (other->blocking)
            enqueue_wait(s, other, other->queued);
}

void settle(struct stream *s) {
    order(s);
    drain(s, s->queued);
}

static int refused(struct stream *s, const struct task *task) {
    int error = s == s->context->null_stream ? capture_conflict(s) : SUCCESS;
    if (error && task->drop)
        task->drop((void *)task->payload);
    return error;
}

int standin_enqueue(struct stream *s, const struct task *task) {
    if (capturing(s))
        return capture_add(s, task);
    int refusal = refused(s, task);
    if (refusal)
        return refusal;
    int error = task->error ? task->error : standin_check(s->context->device, task->span, task->spans, 1);
    int idle = !standin_arithmetic();
    if (idle && (task->flags & ARITHMETIC)) {
        if (error && !s->context->error)
            s->context->error = error;
        if (task->drop)
            task->drop((void *)task->payload);
        return SUCCESS;
    }
    order(s);
    push(s, task);
    if (error)
        s->ring[(s->head + s->count - 1) & (s->capacity - 1)].error = error;
    if (eager || idle)
        drain(s, s->queued);
    return SUCCESS;
}
