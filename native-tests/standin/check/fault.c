#include "check.h"
#include <string.h>

enum { STICKY = 1, DEFERRED = 2, AFTER = 4 };

static int watched, code_of_second, flags_of_second;
static char last_watched[64];

static int watch(const char *function, int *flags) {
    strcpy(last_watched, function);
    *flags = flags_of_second;
    return ++watched == 2 ? code_of_second : 0;
}

static void check_watching(void) {
    ptr p;
    code_of_second = 2;
    standin_watch(watch);
    EXPECT(cuMemAlloc_v2(&p, 1), 0);
    EXPECT(cuMemFree_v2(p), 2);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(watched, 3);
    EXPECT(strcmp(last_watched, "cuMemFree_v2"), 0);
    watched = 0;
    flags_of_second = AFTER;
    EXPECT(cuMemAlloc_v2(&p, 1), 0);
    EXPECT(cuMemFree_v2(p), 2);
    EXPECT(standin_live("device_memory"), 0);
    watched = 0;
    code_of_second = 719;
    flags_of_second = DEFERRED;
    EXPECT(cuMemAlloc_v2(&p, 1), 0);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cuCtxSynchronize(), 719);
    watched = 1;
    flags_of_second = STICKY;
    EXPECT(cuCtxSynchronize(), 719);
    EXPECT(cuMemAlloc_v2(&p, 1), 719);
    standin_reset_faults();
    standin_watch(NULL);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(watched, 3);
}

void check_faults(void) {
    ptr p, q;
    check_watching();
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
