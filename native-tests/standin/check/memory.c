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

void check_memory(void) {
    limits();
    lifetimes();
    canaries();
}
