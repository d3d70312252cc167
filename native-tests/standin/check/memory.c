#include "check.h"
#include <math.h>

static void limits(void) {
    ptr p;
    size_t free, total;
    standin_set_memory_limit(1 << 20);
    EXPECT(cuMemAlloc_v2(&p, 2 << 20), 2);
    EXPECT(cuMemAlloc_v2(&p, 1 << 19), 0);
    EXPECT(cuMemGetInfo_v2(&free, &total), 0);
    EXPECT(free, 1 << 19);
    EXPECT(total, 1 << 20);
    EXPECT(cuMemFree_v2(p), 0);
    for (int i = 0; i < 8; i++) {
        EXPECT(cuMemAllocAsync(&p, 600000, NULL), 0);
        EXPECT(cuMemFreeAsync(p, NULL), 0);
    }
    EXPECT(cuCtxSynchronize(), 0);
    standin_set_memory_limit(64l << 30);
    EXPECT(cuMemAlloc_v2(&p, 32ul << 30), 0);
    EXPECT(cuMemsetD8Async(p + (32ul << 30) - 1, 7, 1, NULL), 0);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(cuMemFree_v2(p), 0);
    standin_set_memory_limit(8l << 30);
}

static void lifetimes(void) {
    ptr p, q;
    float f;
    EXPECT(cuMemAlloc_v2(&p, 100), 0);
    EXPECT(p % 256, 0);
    EXPECT(cuMemcpyDtoH_v2(&f, p, 4), 0);
    EXPECT(isnan(f), 1);
    EXPECT(cuMemFree_v2(p + 4), 1);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cuMemFree_v2(p), 1);
    EXPECT(cuMemAlloc_v2(&q, 100), 0);
    EXPECT(q != p, 1);
    EXPECT(cuMemcpyDtoH_v2(&f, p, 4), 700);
    EXPECT(cuMemcpyDtoH_v2(&f, q, 4), 700);
    EXPECT(cuMemFree_v2(q), 700);
    EXPECT(standin_live("device_memory"), 0);
    standin_reset_faults();
    EXPECT(cuCtxSynchronize(), 0);
}

static void canaries(void) {
    ptr p;
    int before = standin_corruptions();
    EXPECT(cuMemAlloc_v2(&p, 100), 0);
    *(volatile char *)(p + 100) = 0;
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cuMemAlloc_v2(&p, 100), 0);
    *(volatile char *)(p - 1) = 0;
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(standin_corruptions() - before, 2);
}

static uint64_t attribute(void *pool, int which) {
    uint64_t value = 0;
    EXPECT(cuMemPoolGetAttribute(pool, which, &value), 0);
    return value;
}

static size_t free_bytes(void) {
    size_t free, total;
    EXPECT(cuMemGetInfo_v2(&free, &total), 0);
    return free;
}

enum { THRESHOLD = 4, RESERVED, RESERVED_HIGH, USED, USED_HIGH };

/* What was freed stays with its pool, where others cannot have it. */
static void pools(void) {
    struct {
        int type, handles, location[2];
        void *security;
        size_t most;
        unsigned char reserved[56];
    } wanted = {.type = 1, .location = {1, 0}};
    void *pool, *other;
    ptr p, q;
    uint64_t keep = 300000, none = 0;
    standin_set_memory_limit(1 << 20);
    wanted.reserved[3] = 1;
    EXPECT(cuMemPoolCreate(&pool, &wanted), 1);
    wanted.reserved[3] = 0;
    EXPECT(cuMemPoolCreate(&pool, &wanted), 0);
    EXPECT(cuMemPoolCreate(&other, &wanted), 0);
    EXPECT(cuMemPoolSetAttribute(pool, THRESHOLD, &keep), 0);
    EXPECT(cuMemAllocFromPoolAsync(&p, 400000, pool, NULL), 0);
    EXPECT(cuMemAllocFromPoolAsync(&q, 400000, pool, NULL), 0);
    EXPECT(attribute(pool, USED), 800000);
    EXPECT(cuMemFreeAsync(p, NULL), 0);
    EXPECT(cuMemAllocFromPoolAsync(&p, 400000, other, NULL), 2);
    EXPECT(attribute(pool, USED), 400000);
    EXPECT(attribute(pool, RESERVED), 800000);
    EXPECT(free_bytes(), (1 << 20) - 800000);
    EXPECT(cuMemAllocFromPoolAsync(&p, 300000, pool, NULL), 0);
    EXPECT(attribute(pool, RESERVED), 800000);
    EXPECT(cuMemPoolTrimTo(pool, 750000), 0);
    EXPECT(attribute(pool, RESERVED), 750000);
    EXPECT(cuMemFreeAsync(q, NULL), 0);
    EXPECT(cuMemFreeAsync(p, NULL), 0);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(attribute(pool, RESERVED), 300000);
    EXPECT(attribute(pool, RESERVED_HIGH), 800000);
    EXPECT(attribute(pool, USED_HIGH), 800000);
    EXPECT(cuMemPoolSetAttribute(pool, USED_HIGH, &none), 0);
    EXPECT(attribute(pool, USED_HIGH), 0);
    EXPECT(cuMemAllocFromPoolAsync(&p, 100, pool, NULL), 0);
    EXPECT(cuMemPoolDestroy(pool), 0);
    EXPECT(cuMemPoolDestroy(pool), 1);
    EXPECT(free_bytes(), (1 << 20) - 100);
    EXPECT(cuMemFreeAsync(p, NULL), 0);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(free_bytes(), 1 << 20);
    EXPECT(cuMemPoolDestroy(other), 0);
    EXPECT(standin_live("pool"), 0);
    standin_set_memory_limit(8l << 30);
}

void check_memory(void) {
    limits();
    pools();
    lifetimes();
    canaries();
}
