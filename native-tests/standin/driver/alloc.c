/* Taking and returning memory, at once or in stream order. */
#include "driver.h"
#include "capture.h"

struct ticket {
    uint64_t address, id;
};

static struct block *redeem(const struct ticket *t) {
    struct block *b = memory_find(t->address);
    return b && b->id == t->id ? b : NULL;
}

static struct block *obtain(uint64_t bytes, int device, int host, int pending, struct pool *pool) {
    struct block *b = memory_make(bytes, device, host, pending, pool);
    if (!b) {
        drain_everything();
        b = memory_make(bytes, device, host, pending, pool);
    }
    return b;
}

API(cuMemAlloc_v2, CURRENT | UNSAFE, (CUdeviceptr *out, size_t bytes), (out, bytes)) {
    if (!out || !bytes)
        return INVALID_VALUE;
    struct block *b = obtain(bytes, standin_current()->device, 0, 0, NULL);
    if (!b)
        return OUT_OF_MEMORY;
    *out = b->address;
    return SUCCESS;
}

/* Waits for nothing: work still queued on the block will find it gone. */
API(cuMemFree_v2, CURRENT | RELEASES | UNSAFE, (CUdeviceptr address), (address)) {
    if (!address)
        return SUCCESS;
    struct block *b = memory_find(address);
    if (!b || b->host || b->leaving)
        return INVALID_VALUE;
    memory_release(b);
    return SUCCESS;
}

static int arrive(void *payload) {
    struct block *b = redeem(payload);
    if (b)
        memory_arrive(b);
    return 0;
}

static int leave(void *payload) {
    struct block *b = redeem(payload);
    if (!b)
        return 0;
    int error = b->pending ? ILLEGAL_ADDRESS : SUCCESS;
    memory_release(b);
    return error;
}

static int allocate(CUdeviceptr *out, size_t bytes, struct pool *pool, struct stream *s) {
    if (capturing(s))
        return NOT_SUPPORTED;
    struct block *b = obtain(bytes, pool->device, 0, 1, pool);
    if (!b)
        return OUT_OF_MEMORY;
    struct task task = {.body = arrive, .flags = ALWAYS};
    *(struct ticket *)task.payload = (struct ticket){b->address, b->id};
    *out = b->address;
    return standin_enqueue(s, &task);
}

API(cuMemAllocFromPoolAsync, CURRENT, (CUdeviceptr *out, size_t bytes, void *pool, void *stream),
    (out, bytes, pool, stream)) {
    struct stream *s = usable(stream);
    if (!out || !bytes || !pool_alive(pool))
        return INVALID_VALUE;
    return s ? allocate(out, bytes, pool, s) : INVALID_HANDLE;
}

API(cuMemAllocAsync, CURRENT, (CUdeviceptr *out, size_t bytes, void *stream), (out, bytes, stream)) {
    struct stream *s = usable(stream);
    if (!out || !bytes)
        return INVALID_VALUE;
    return s ? allocate(out, bytes, pool_current(standin_current()), s) : INVALID_HANDLE;
}

API(cuMemFreeAsync, CURRENT | RELEASES, (CUdeviceptr address, void *stream), (address, stream)) {
    struct stream *s = usable(stream);
    if (!s)
        return INVALID_HANDLE;
    if (!address)
        return SUCCESS;
    if (capturing(s))
        return NOT_SUPPORTED;
    struct block *b = memory_find(address);
    if (!b || b->host || b->leaving)
        return INVALID_VALUE;
    struct task task = {.body = leave, .flags = ALWAYS};
    *(struct ticket *)task.payload = (struct ticket){b->address, b->id};
    b->leaving = 1;
    memory_epoch++;
    return standin_enqueue(s, &task);
}

API(cuMemHostAlloc, CURRENT | UNSAFE, (void **out, size_t bytes, unsigned flags), (out, bytes, flags)) {
    if (!out || !bytes || flags > 7)
        return INVALID_VALUE;
    struct block *b = obtain(bytes, standin_current()->device, 1, 0, NULL);
    if (!b)
        return OUT_OF_MEMORY;
    *out = (void *)b->address;
    return SUCCESS;
}

API(cuMemAllocHost_v2, CURRENT | UNSAFE, (void **out, size_t bytes), (out, bytes)) {
    return cuMemHostAlloc_body(out, bytes, 0);
}

/* Waits for nothing either. */
API(cuMemFreeHost, CURRENT | RELEASES | UNSAFE, (void *address), (address)) {
    struct block *b = memory_find((uint64_t)address);
    if (!b || !b->host)
        return INVALID_VALUE;
    memory_release(b);
    return SUCCESS;
}

API(cuMemGetInfo_v2, CURRENT, (size_t *free, size_t *total), (free, total)) {
    if (!free || !total)
        return INVALID_VALUE;
    uint64_t used = memory_used(standin_current()->device);
    *total = memory_limit;
    *free = memory_limit > used ? memory_limit - used : 0;
    return SUCCESS;
}

API(cuMemGetAddressRange_v2, CURRENT, (CUdeviceptr *base, size_t *bytes, CUdeviceptr address),
    (base, bytes, address)) {
    struct block *b = memory_around(address);
    if (!b)
        return NOT_FOUND;
    if (base)
        *base = b->address;
    if (bytes)
        *bytes = b->bytes;
    return SUCCESS;
}

API(cuMemHostGetDevicePointer_v2, CURRENT, (CUdeviceptr *out, void *host, unsigned flags), (out, host, flags)) {
    struct block *b = memory_around((uint64_t)host);
    if (!out || flags || !b || !b->host)
        return INVALID_VALUE;
    *out = (CUdeviceptr)host;
    return SUCCESS;
}

enum { POINTER_CONTEXT = 1, POINTER_MEMORY_TYPE, POINTER_DEVICE, POINTER_HOST, POINTER_ORDINAL = 9 };

API(cuPointerGetAttribute, CURRENT, (void *out, int attribute, CUdeviceptr address), (out, attribute, address)) {
    struct block *b = memory_around(address);
    if (!out || !b)
        return INVALID_VALUE;
    switch (attribute) {
        case POINTER_CONTEXT: *(void **)out = &contexts[b->device]; return SUCCESS;
        case POINTER_MEMORY_TYPE: *(unsigned *)out = b->host ? 1 : 2; return SUCCESS;
        case POINTER_DEVICE: *(CUdeviceptr *)out = address; return SUCCESS;
        case POINTER_HOST:
            if (!b->host)
                return INVALID_VALUE;
            *(CUdeviceptr *)out = address;
            return SUCCESS;
        case POINTER_ORDINAL: *(int *)out = b->device; return SUCCESS;
        default: return NOT_SUPPORTED;
    }
}
