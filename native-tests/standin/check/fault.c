#include "check.h"

enum { STICKY = 1, DEFERRED = 2, AFTER = 4 };

void check_faults(void) {
    ptr p, q;
    EXPECT(standin_fail("cuMemAlloc", 2, 2, 0), 0);
    EXPECT(cuMemAlloc_v2(&p, 1), 0);
    EXPECT(cuMemAlloc_v2(&q, 1), 2);
    EXPECT(standin_fail("cuCtxSynchronize", 0, 999, 0), 0);
    EXPECT(cuCtxSynchronize(), 999);
    EXPECT(cuCtxSynchronize(), 999);
    standin_reset_faults();
    EXPECT(standin_fail("cuMemsetD32Async", 1, 719, DEFERRED), 0);
    EXPECT(cuMemsetD8Async(p, 0, 1, NULL), 0);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(cuMemsetD32Async(p, 0, 0, NULL), 0);
    EXPECT(cuCtxSynchronize(), 719);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(standin_fail("cuMemsetD32Async", 1, 719, STICKY), 0);
    EXPECT(cuMemsetD32Async(p, 0, 0, NULL), 719);
    EXPECT(cuMemAlloc_v2(&q, 1), 719);
    standin_reset_faults();
    EXPECT(standin_fail("cuMemFree_v2", 1, 1, 0), 0);
    EXPECT(cuMemFree_v2(p), 1);
    EXPECT(standin_live("device_memory"), 1);
    EXPECT(standin_fail("cuMemFree_v2", 1, 1, AFTER), 0);
    EXPECT(cuMemFree_v2(p), 1);
    EXPECT(standin_live("device_memory"), 0);
    EXPECT(standin_calls("cuMemFree") == standin_calls("cuMemFree_v2"), 1);
    EXPECT(standin_live("no such kind"), -1);
}
