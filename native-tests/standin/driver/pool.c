/*
 * Memory pools. What is freed stays reserved until the pool is trimmed or destroyed, or something is synchronised while
 * more is reserved than the pool's threshold. It serves any later allocation, whatever its size.
 */
#include "driver.h"
#include <string.h>

enum { FOLLOW = 1, OPPORTUNISTIC, INTERNAL, THRESHOLD, RESERVED, RESERVED_HIGH, USED, USED_HIGH };

struct pool_properties {
    int allocation_type, handle_types;
    struct {
        int type, id;
    } location;
    void *security;
    size_t max_size;
    unsigned char reserved[56];
};

static struct pool defaults[MAX_DEVICES];
static struct pool *pools[MAX_DEVICES];

static void set_up(struct pool *p, int device) {
    p->device = device;
    p->next = pools[device];
    pools[device] = p;
    p->reuse[0] = p->reuse[1] = p->reuse[2] = 1;
}

static struct pool *default_pool(int device) {
    struct pool *p = &defaults[device];
    if (!p->is_default) {
        set_up(p, device);
        p->is_default = 1;
    }
    return p;
}

struct pool *pool_current(struct context *context) {
    if (!context->pool || !pool_alive(context->pool))
        context->pool = default_pool(context->device);
    return context->pool;
}

int pool_alive(const struct pool *pool) {
    for (int i = 0; i < MAX_DEVICES; i++)
        if (pool == &defaults[i])
            return pool->is_default;
    return standin_is(POOL, pool);
}

uint64_t pool_take(struct pool *p, uint64_t bytes) {
    uint64_t wanted = p->used + bytes, more = wanted > p->reserved ? wanted - p->reserved : 0;
    p->used = wanted;
    p->reserved += more;
    if (p->used > p->used_high)
        p->used_high = p->used;
    if (p->reserved > p->reserved_high)
        p->reserved_high = p->reserved;
    return more;
}

uint64_t pool_missing(const struct pool *p, uint64_t bytes) {
    uint64_t spare = p->reserved - p->used;
    return bytes > spare ? bytes - spare : 0;
}

static void shrink(struct pool *p, uint64_t keep) {
    uint64_t least = p->used > keep ? p->used : keep;
    if (p->reserved > least) {
        memory_give_back(p->device, p->reserved - least);
        p->reserved = least;
    }
}

void pool_return(struct pool *p, uint64_t bytes) {
    p->used -= bytes;
    if (p->destroyed)
        shrink(p, 0);
}

void pools_settle(int device) {
    for (struct pool *p = pools[device]; p; p = p->next)
        shrink(p, p->threshold);
}

static int valid(CUdevice device) { return device >= 0 && device < device_count; }

API(cuMemPoolCreate, READY, (void **out, const struct pool_properties *wanted), (out, wanted)) {
    if (!out || !wanted || wanted->allocation_type != 1 || wanted->location.type != 1
        || !valid(wanted->location.id))
        return INVALID_VALUE;
    if (wanted->handle_types)
        return NOT_SUPPORTED;
    for (size_t i = 0; i < sizeof wanted->reserved; i++)
        if (wanted->reserved[i])
            return INVALID_VALUE;
    struct pool *p = standin_make(POOL, sizeof *p);
    set_up(p, wanted->location.id);
    *out = p;
    return SUCCESS;
}

API(cuMemPoolDestroy, READY, (void *handle), (handle)) {
    if (!standin_is(POOL, handle))
        return INVALID_VALUE;
    struct pool *p = handle, **link = &pools[p->device];
    while (*link != p)
        link = &(*link)->next;
    *link = p->next;
    p->destroyed = 1;
    shrink(p, 0);
    standin_retire(POOL, handle);
    return SUCCESS;
}

API(cuMemPoolTrimTo, READY, (void *handle, size_t keep), (handle, keep)) {
    if (!pool_alive(handle))
        return INVALID_VALUE;
    shrink(handle, keep);
    return SUCCESS;
}

API(cuMemPoolSetAttribute, READY, (void *handle, int attribute, void *value), (handle, attribute, value)) {
    struct pool *p = handle;
    if (!pool_alive(p) || !value)
        return INVALID_VALUE;
    switch (attribute) {
        case FOLLOW: case OPPORTUNISTIC: case INTERNAL:
            p->reuse[attribute - FOLLOW] = *(int *)value;
            return SUCCESS;
        case THRESHOLD: p->threshold = *(uint64_t *)value; return SUCCESS;
        case RESERVED_HIGH:
            if (*(uint64_t *)value)
                return INVALID_VALUE;
            p->reserved_high = p->reserved;
            return SUCCESS;
        case USED_HIGH:
            if (*(uint64_t *)value)
                return INVALID_VALUE;
            p->used_high = p->used;
            return SUCCESS;
        default: return INVALID_VALUE;
    }
}

API(cuMemPoolGetAttribute, READY, (void *handle, int attribute, void *value), (handle, attribute, value)) {
    struct pool *p = handle;
    if (!pool_alive(p) || !value)
        return INVALID_VALUE;
    switch (attribute) {
        case FOLLOW: case OPPORTUNISTIC: case INTERNAL:
            *(int *)value = p->reuse[attribute - FOLLOW];
            return SUCCESS;
        case THRESHOLD: *(uint64_t *)value = p->threshold; return SUCCESS;
        case RESERVED: *(uint64_t *)value = p->reserved; return SUCCESS;
        case RESERVED_HIGH: *(uint64_t *)value = p->reserved_high; return SUCCESS;
        case USED: *(uint64_t *)value = p->used; return SUCCESS;
        case USED_HIGH: *(uint64_t *)value = p->used_high; return SUCCESS;
        default: return INVALID_VALUE;
    }
}

API(cuDeviceGetDefaultMemPool, READY, (void **out, CUdevice device), (out, device)) {
    if (!out)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    *out = default_pool(device);
    return SUCCESS;
}

API(cuDeviceGetMemPool, READY, (void **out, CUdevice device), (out, device)) {
    if (!out)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    contexts[device].device = device;
    *out = pool_current(&contexts[device]);
    return SUCCESS;
}

API(cuDeviceSetMemPool, READY, (CUdevice device, void *pool), (device, pool)) {
    if (!valid(device))
        return INVALID_DEVICE;
    if (!pool_alive(pool) || ((struct pool *)pool)->device != device)
        return INVALID_VALUE;
    contexts[device].pool = pool;
    return SUCCESS;
}
