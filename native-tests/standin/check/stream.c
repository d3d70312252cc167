#include "check.h"
#include <math.h>

static void laziness(void *s) {
    ptr p;
    float *pinned, value = 1;
    EXPECT(cuMemAllocAsync(&p, 4, s), 0);
    EXPECT(cuMemHostAlloc((void **)&pinned, 4, 0), 0);
    EXPECT(cuMemcpyHtoDAsync_v2(p, &value, 4, s), 0);
    value = 2;                                   /* pageable: already staged */
    EXPECT(cuMemcpyDtoHAsync_v2(pinned, p, 4, s), 0);
    EXPECT(isnan(*pinned), 1);
    EXPECT(cuStreamQuery(s), 600);
    EXPECT(cuStreamSynchronize(s), 0);
    EXPECT(*pinned, 1);
    EXPECT(cuStreamQuery(s), 0);
    *pinned = 3;
    EXPECT(cuMemcpyHtoDAsync_v2(p, pinned, 4, s), 0);
    *pinned = 4;                                 /* pinned: read when it runs */
    EXPECT(cuMemcpyDtoHAsync_v2(&value, p, 4, s), 0);
    EXPECT(value, 4);
    EXPECT(cuMemFreeAsync(p, s), 0);
    EXPECT(cuMemFreeAsync(p, s), 1);
    EXPECT(cuStreamSynchronize(s), 0);
    EXPECT(cuMemFreeHost(pinned), 0);
}

static void two_streams(void *a, void *b) {
    ptr p;
    unsigned value;
    void *e, *late;
    float elapsed;
    EXPECT(cuEventCreate(&e, 0), 0);
    EXPECT(cuEventCreate(&late, 0), 0);
    EXPECT(cuEventQuery(e), 0);
    EXPECT(cuEventElapsedTime(&elapsed, e, late), 400);
    EXPECT(cuMemAlloc_v2(&p, 4), 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, a), 0);
    EXPECT(cuEventRecord(e, a), 0);
    EXPECT(cuMemsetD32Async(p, 2, 1, a), 0);
    EXPECT(cuMemcpyDtoHAsync_v2(&value, p, 4, b), 0);
    EXPECT(value, 0xFFFFFFFFu);
    EXPECT(cuStreamWaitEvent(b, e, 0), 0);
    EXPECT(cuEventRecord(e, a), 0);              /* the wait keeps to the earlier record */
    EXPECT(cuMemcpyDtoHAsync_v2(&value, p, 4, b), 0);
    EXPECT(value, 1);
    EXPECT(cuEventQuery(e), 600);
    EXPECT(cuEventRecord(late, a), 0);
    EXPECT(cuEventElapsedTime(&elapsed, e, late), 600);
    EXPECT(cuStreamSynchronize(a), 0);
    EXPECT(cuEventElapsedTime(&elapsed, e, late), 0);
    EXPECT(elapsed > 0, 1);
    EXPECT(cuEventDestroy_v2(late), 0);
    EXPECT(cuEventDestroy_v2(e), 0);
    EXPECT(cuEventRecord(e, a), 400);
    EXPECT(cuMemFree_v2(p), 0);
}

static void default_stream(void *blocking, void *free_running) {
    ptr p;
    unsigned value;
    EXPECT(cuMemAlloc_v2(&p, 4), 0);
    EXPECT(cuMemsetD32_v2(p, 5, 1), 0);
    EXPECT(cuMemcpyDtoHAsync_v2(&value, p, 4, free_running), 0);
    EXPECT(value, 0xFFFFFFFFu);
    EXPECT(cuMemcpyDtoHAsync_v2(&value, p, 4, blocking), 0);
    EXPECT(value, 5);
    EXPECT(cuMemsetD32Async(p, 6, 1, blocking), 0);
    EXPECT(cuMemsetD32Async(p, 7, 1, NULL), 0);
    EXPECT(cuMemcpyDtoH_v2(&value, p, 4), 0);
    EXPECT(value, 7);
    EXPECT(cuMemFree_v2(p), 0);
}

static void ordered_memory(void *a, void *b) {
    ptr p;
    EXPECT(cuMemAllocAsync(&p, 64, a), 0);
    EXPECT(cuMemsetD8Async(p, 0, 64, b), 0);     /* nothing orders b behind the allocation */
    EXPECT(cuStreamSynchronize(b), 700);
    standin_reset_faults();
    EXPECT(cuMemFreeAsync(p, a), 0);
    EXPECT(cuMemsetD8Async(p, 0, 64, b), 0);     /* its free is already queued */
    EXPECT(cuStreamSynchronize(b), 700);
    EXPECT(cuMemsetD8Async(p, 0, 64, b), 700);
    standin_reset_faults();
    EXPECT(cuMemAllocAsync(&p, 64, a), 0);
    EXPECT(cuMemsetD8Async(p, 0, 65, a), 0);
    EXPECT(cuCtxSynchronize(), 700);
    standin_reset_faults();
    EXPECT(cuMemFreeAsync(p, a), 0);
    EXPECT(cuStreamSynchronize(a), 0);
}

void check_streams(void) {
    void *a, *b, *blocking;
    EXPECT(cuStreamCreate(&a, NON_BLOCKING), 0);
    EXPECT(cuStreamCreate(&b, NON_BLOCKING), 0);
    EXPECT(cuStreamCreate(&blocking, 0), 0);
    laziness(a);
    two_streams(a, b);
    default_stream(blocking, a);
    ordered_memory(a, b);
    EXPECT(cuStreamDestroy_v2(a), 0);
    EXPECT(cuStreamDestroy_v2(b), 0);
    EXPECT(cuStreamDestroy_v2(blocking), 0);
    EXPECT(cuStreamSynchronize(a), 400);
}
