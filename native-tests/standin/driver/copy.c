/*
 * Copies. From pageable host memory: staged during the call. To pageable host memory: done when the call returns.
 * Between device and pinned memory: when the stream gets there.
 */
#include "driver.h"
#include "capture.h"
#include <stdlib.h>
#include <string.h>

struct copy {
    uint64_t to, from;
    uint64_t to_pitch, from_pitch;
    uint64_t width, height;
    void *staged;
};

static int perform(void *payload) {
    const struct copy *c = payload;
    if (c->width == c->to_pitch && c->width == c->from_pitch) {
        memmove((void *)c->to, (void *)c->from, c->width * c->height);
        return 0;
    }
    for (uint64_t row = 0; row < c->height; row++)
        memmove((char *)c->to + row * c->to_pitch, (char *)c->from + row * c->from_pitch, c->width);
    return 0;
}

static void unstage(void *payload) { free(((struct copy *)payload)->staged); }

static uint64_t extent(uint64_t pitch, const struct copy *c) { return (c->height - 1) * pitch + c->width; }

static int pageable(uint64_t address) { return !memory_around(address); }

/* Only what the driver knows can be checked beforehand; pageable memory is touched under guard. */
static int now(struct context *context, struct copy *c, const struct task *task) {
    if (context->error)
        return SUCCESS;
    int error = standin_check(context->device, task->span, task->spans, 0);
    if (!error)
        error = guarded(perform, c);
    if (error)
        context->error = error;
    return SUCCESS;
}

static int seen(struct context *context) {
    if (!context->error)
        return SUCCESS;
    context->reported = 1;
    return context->error;
}

static int stage(struct copy *c) {
    uint64_t bytes = extent(c->from_pitch, c);
    struct copy in = {.from = c->from, .width = bytes, .height = 1, .to_pitch = bytes, .from_pitch = bytes};
    c->staged = malloc(bytes);
    if (!c->staged)
        return OUT_OF_MEMORY;
    in.to = (uint64_t)c->staged;
    if (guarded(perform, &in)) {
        free(c->staged);
        return INVALID_VALUE;
    }
    c->from = in.to;
    return SUCCESS;
}

enum ends { TO_HOST = 1, FROM_HOST = 2 };

/* `s` null: the synchronous call. */
static int copy(struct copy c, int ends, struct stream *s) {
    if (!c.width || !c.height)
        return SUCCESS;
    if (!c.to || !c.from)
        return INVALID_VALUE;
    int to_pageable = (ends & TO_HOST) && pageable(c.to);
    int from_pageable = (ends & FROM_HOST) && pageable(c.from);
    struct task task = {.body = perform};
    if (!to_pageable)
        task.span[task.spans++] = (struct span){c.to, extent(c.to_pitch, &c)};
    if (!from_pageable)
        task.span[task.spans++] = (struct span){c.from, extent(c.from_pitch, &c)};
    struct context *context = standin_current();
    if (!s && ends) {
        int error = capture_conflict(context->null_stream);
        if (error)
            return error;
        drain_default(context);
        now(context, &c, &task);
        return seen(context);
    }
    if (!s)
        s = context->null_stream;
    if (capturing(s) && (to_pageable || from_pageable))
        return capture_refuse(s, CAPTURE_UNSUPPORTED);
    if (to_pageable) {
        int error = capture_conflict(s);
        if (error)
            return error;
        settle(s);
        now(context, &c, &task);
        return seen(context);
    }
    if (from_pageable) {
        int error = stage(&c);
        if (error)
            return error;
        task.drop = unstage;
    }
    memcpy(task.payload, &c, sizeof c);
    return standin_enqueue(s, &task);
}

static struct copy line(uint64_t to, uint64_t from, size_t bytes) {
    return (struct copy){to, from, bytes, bytes, bytes, 1, NULL};
}

static int queued(struct copy c, int ends, void *stream) {
    struct stream *s = usable(stream);
    return s ? copy(c, ends, s) : INVALID_HANDLE;
}

API(cuMemcpyHtoDAsync_v2, CURRENT, (CUdeviceptr to, const void *from, size_t bytes, void *stream),
    (to, from, bytes, stream)) {
    return queued(line(to, (uint64_t)from, bytes), FROM_HOST, stream);
}

API(cuMemcpyDtoHAsync_v2, CURRENT, (void *to, CUdeviceptr from, size_t bytes, void *stream),
    (to, from, bytes, stream)) {
    return queued(line((uint64_t)to, from, bytes), TO_HOST, stream);
}

API(cuMemcpyDtoDAsync_v2, CURRENT, (CUdeviceptr to, CUdeviceptr from, size_t bytes, void *stream),
    (to, from, bytes, stream)) {
    return queued(line(to, from, bytes), 0, stream);
}

API(cuMemcpyAsync, CURRENT, (CUdeviceptr to, CUdeviceptr from, size_t bytes, void *stream),
    (to, from, bytes, stream)) {
    return queued(line(to, from, bytes), TO_HOST | FROM_HOST, stream);
}

API(cuMemcpyHtoD_v2, CURRENT | SYNCHRONISES | UNSAFE, (CUdeviceptr to, const void *from, size_t bytes), (to, from, bytes)) {
    return copy(line(to, (uint64_t)from, bytes), FROM_HOST, NULL);
}

API(cuMemcpyDtoH_v2, CURRENT | SYNCHRONISES | UNSAFE, (void *to, CUdeviceptr from, size_t bytes), (to, from, bytes)) {
    return copy(line((uint64_t)to, from, bytes), TO_HOST, NULL);
}

API(cuMemcpyDtoD_v2, CURRENT, (CUdeviceptr to, CUdeviceptr from, size_t bytes), (to, from, bytes)) {
    return copy(line(to, from, bytes), 0, NULL);
}

API(cuMemcpy, CURRENT | SYNCHRONISES | UNSAFE, (CUdeviceptr to, CUdeviceptr from, size_t bytes), (to, from, bytes)) {
    return copy(line(to, from, bytes), TO_HOST | FROM_HOST, NULL);
}

enum { HOST = 1, DEVICE = 2, UNIFIED = 4 };

struct rectangle {
    size_t from_x, from_y;
    unsigned from_type;
    const void *from_host;
    CUdeviceptr from_device;
    void *from_array;
    size_t from_pitch;
    size_t to_x, to_y;
    unsigned to_type;
    void *to_host;
    CUdeviceptr to_device;
    void *to_array;
    size_t to_pitch;
    size_t width, height;
};

static int rectangle(const struct rectangle *r, struct stream *s) {
    if (!r)
        return INVALID_VALUE;
    if ((r->from_type != HOST && r->from_type != DEVICE && r->from_type != UNIFIED)
        || (r->to_type != HOST && r->to_type != DEVICE && r->to_type != UNIFIED))
        return NOT_SUPPORTED;
    struct copy c = {.to_pitch = r->to_pitch ? r->to_pitch : r->width,
                     .from_pitch = r->from_pitch ? r->from_pitch : r->width,
                     .width = r->width, .height = r->height};
    if (c.to_pitch < c.width + r->to_x || c.from_pitch < c.width + r->from_x)
        return INVALID_VALUE;
    c.from = (r->from_type == HOST ? (uint64_t)r->from_host : r->from_device) + r->from_y * c.from_pitch + r->from_x;
    c.to = (r->to_type == HOST ? (uint64_t)r->to_host : r->to_device) + r->to_y * c.to_pitch + r->to_x;
    int ends = (r->to_type == DEVICE ? 0 : TO_HOST) | (r->from_type == DEVICE ? 0 : FROM_HOST);
    return copy(c, ends, s);
}

API(cuMemcpy2DAsync_v2, CURRENT, (const struct rectangle *r, void *stream), (r, stream)) {
    struct stream *s = usable(stream);
    return s ? rectangle(r, s) : INVALID_HANDLE;
}

API(cuMemcpy2D_v2, CURRENT | SYNCHRONISES | UNSAFE, (const struct rectangle *r), (r)) { return rectangle(r, NULL); }

API(cuMemcpy2DUnaligned_v2, CURRENT | SYNCHRONISES | UNSAFE, (const struct rectangle *r), (r)) {
    return rectangle(r, NULL);
}
