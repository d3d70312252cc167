/* Primary contexts, and which one is current on a thread. */
#include "driver.h"
#include "capture.h"

#define DEEPEST 64

struct context contexts[MAX_DEVICES];
static _Thread_local struct context *stack[DEEPEST];
static _Thread_local int depth;

struct context *standin_current(void) { return depth ? stack[depth - 1] : NULL; }
int standin_device_of(struct context *context) { return context->device; }
int sticky(const struct context *context) { return context->reported ? context->error : 0; }

struct context *context_at(const void *handle) {
    for (int i = 0; i < MAX_DEVICES; i++)
        if (handle == &contexts[i] && contexts[i].retained)
            return &contexts[i];
    return NULL;
}

static int valid(CUdevice device) { return device >= 0 && device < device_count; }

API(cuDevicePrimaryCtxRetain, READY, (void **out, CUdevice device), (out, device)) {
    if (!out)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    struct context *context = &contexts[device];
    context->device = device;
    if (!context->null_stream) {
        context->null_stream = stream_make(context, 0, 0);
        standin_count(STREAM, -1);
    }
    context->retained++;
    standin_count(CONTEXT, 1);
    *out = context;
    return SUCCESS;
}

static void forget(struct context *context) {
    for (struct stream *s = context->streams; s; s = s->next)
        capture_leave(s);
    drain_context(context);
    context->error = context->reported = context->deferred = 0;
}

API(cuDevicePrimaryCtxRelease_v2, READY, (CUdevice device), (device)) {
    if (!valid(device))
        return INVALID_DEVICE;
    struct context *context = &contexts[device];
    if (!context->retained)
        return INVALID_CONTEXT;
    standin_count(CONTEXT, -1);
    if (!--context->retained)
        forget(context);
    return SUCCESS;
}

API(cuDevicePrimaryCtxGetState, READY, (CUdevice device, unsigned *flags, int *active), (device, flags, active)) {
    if (!valid(device))
        return INVALID_DEVICE;
    if (!flags || !active)
        return INVALID_VALUE;
    *flags = 0;
    *active = contexts[device].retained > 0;
    return SUCCESS;
}

API(cuDevicePrimaryCtxSetFlags_v2, READY, (CUdevice device, unsigned flags), (device, flags)) {
    return !valid(device) ? INVALID_DEVICE : flags > 0x7f ? INVALID_VALUE : SUCCESS;
}

API(cuCtxSetCurrent, READY, (void *handle), (handle)) {
    if (handle && !context_at(handle))
        return INVALID_CONTEXT;
    if (!handle) {
        depth -= depth > 0;
        return SUCCESS;
    }
    depth += !depth;
    stack[depth - 1] = handle;
    return SUCCESS;
}

API(cuCtxGetCurrent, READY, (void **out), (out)) {
    if (!out)
        return INVALID_VALUE;
    *out = standin_current();
    return SUCCESS;
}

API(cuCtxPushCurrent_v2, READY, (void *handle), (handle)) {
    if (!context_at(handle))
        return INVALID_CONTEXT;
    if (depth == DEEPEST)
        return OUT_OF_MEMORY;
    stack[depth++] = handle;
    return SUCCESS;
}

API(cuCtxPopCurrent_v2, READY, (void **out), (out)) {
    if (!depth)
        return INVALID_CONTEXT;
    depth--;
    if (out)
        *out = stack[depth];
    return SUCCESS;
}

API(cuCtxGetDevice, READY, (CUdevice *out), (out)) {
    if (!out)
        return INVALID_VALUE;
    if (!depth)
        return INVALID_CONTEXT;
    *out = standin_current()->device;
    return SUCCESS;
}

API(cuCtxSynchronize, CURRENT | SYNCHRONISES | UNSAFE, (void), ()) {
    struct context *context = standin_current();
    for (struct stream *s = context->streams; s; s = s->next)
        if (capturing(s))
            return capture_refuse(s, CAPTURE_UNSUPPORTED);
    drain_context(context);
    pools_settle(context->device);
    return SUCCESS;
}

API(cuCtxGetApiVersion, READY, (void *handle, unsigned *version), (handle, version)) {
    if (!version)
        return INVALID_VALUE;
    if (handle && !context_at(handle))
        return INVALID_CONTEXT;
    *version = 3020;
    return SUCCESS;
}

API(cuCtxGetStreamPriorityRange, CURRENT, (int *least, int *greatest), (least, greatest)) {
    if (least)
        *least = 0;
    if (greatest)
        *greatest = -5;
    return SUCCESS;
}
