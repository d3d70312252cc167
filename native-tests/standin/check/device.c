#include "check.h"

void check_devices(void) {
    void *first, *second, *stream;
    ptr p;
    int count;
    standin_set_devices(2);
    EXPECT(cuDeviceGetCount(&count), 0);
    EXPECT(count, 2);
    EXPECT(cuDevicePrimaryCtxRetain(&first, 0), 0);
    EXPECT(cuDevicePrimaryCtxRetain(&second, 1), 0);
    EXPECT(cuDevicePrimaryCtxRetain(&second, 2), 101);
    EXPECT(cuMemAlloc_v2(&p, 16), 0);
    EXPECT(cuCtxSetCurrent(second), 0);
    EXPECT(cuStreamCreate(&stream, 0), 0);
    EXPECT(cuMemsetD8Async(p, 0, 16, stream), 0);
    EXPECT(cuStreamSynchronize(stream), 700);    /* another device's memory */
    standin_reset_faults();
    EXPECT(cuCtxSetCurrent(first), 0);
    EXPECT(cuMemsetD8Async(p, 0, 16, stream), 400);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cuStreamDestroy_v2(stream), 0);
    EXPECT(cuDevicePrimaryCtxRelease_v2(1), 0);
    EXPECT(cuCtxSetCurrent(second), 201);
    EXPECT(cuDevicePrimaryCtxRelease_v2(0), 0);
    standin_set_capability(75);
    EXPECT(cuDeviceGetAttribute(&count, 75, 0), 0);
    EXPECT(count, 7);
    standin_set_capability(90);
    standin_set_devices(0);
    EXPECT(cuInit(0), 100);
    EXPECT(cuDeviceGetCount(&count), 3);
    standin_set_devices(1);
    EXPECT(cuInit(0), 0);
}
