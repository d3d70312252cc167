/* Devices and what they say of themselves. */
#include "driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int attribute, value;
} attributes[] = {
    {1, 1024},          /* max threads per block */
    {2, 1024},          /* max block dimensions x, y, z */
    {3, 1024},
    {4, 64},
    {5, 2147483647},    /* max grid dimensions x, y, z */
    {6, 65535},
    {7, 65535},
    {8, 49152},         /* shared memory per block */
    {9, 65536},         /* constant memory */
    {10, 32},           /* warp */
    {11, 2147483647},   /* max pitch */
    {12, 65536},        /* registers per block */
    {13, 1000000},      /* clock, kHz */
    {14, 512},          /* texture alignment */
    {15, 1},            /* copies overlap kernels */
    {16, 4},            /* multiprocessors */
    {19, 1},            /* can map host memory */
    {31, 1},            /* concurrent kernels */
    {32, 1},            /* ECC */
    {36, 1000000},      /* memory clock, kHz */
    {37, 512},          /* bus width, bits */
    {38, 1 << 20},      /* L2, bytes */
    {39, 2048},         /* max threads per multiprocessor */
    {40, 2},            /* copy engines */
    {41, 1},            /* unified addressing */
    {78, 1},            /* stream priorities */
    {79, 1},            /* L1 caches globals, locals */
    {80, 1},
    {81, 233472},       /* shared memory per multiprocessor */
    {82, 65536},        /* registers per multiprocessor */
    {95, 1},            /* cooperative launch */
    {97, 232448},       /* opt-in shared memory per block */
    {106, 32},          /* max blocks per multiprocessor */
    {111, 1024},        /* reserved shared memory per block */
    {115, 1},           /* memory pools */
};

enum { PCI_BUS = 33, MAJOR = 75, MINOR = 76, LAST_ATTRIBUTE = 160 };

int standin_capability(void) { return capability; }

static int valid(CUdevice device) { return device >= 0 && device < device_count; }

PUBLIC void standin_set_devices(int devices);
PUBLIC void standin_set_devices(int devices) {
    standin_lock();
    device_count = devices < 0 ? 0 : devices > MAX_DEVICES ? MAX_DEVICES : devices;
    initialised = initialised && device_count;
    standin_unlock();
}

PUBLIC void standin_set_capability(int shown);
PUBLIC void standin_set_capability(int shown) {
    standin_lock();
    capability = shown;
    standin_unlock();
}

API(cuInit, FREE, (unsigned flags), (flags)) {
    if (flags)
        return INVALID_VALUE;
    const char *visible = getenv("CUDA_VISIBLE_DEVICES");
    if (!device_count || (visible && !*visible))
        return NO_DEVICE;
    initialised = 1;
    return SUCCESS;
}

API(cuDriverGetVersion, FREE, (int *version), (version)) {
    if (!version)
        return INVALID_VALUE;
    const char *wanted = getenv("POINTWISE_STANDIN_DRIVER");
    *version = wanted ? atoi(wanted) : DRIVER_VERSION;
    return SUCCESS;
}

API(cuDeviceGetCount, READY, (int *count), (count)) {
    if (!count)
        return INVALID_VALUE;
    *count = device_count;
    return SUCCESS;
}

API(cuDeviceGet, READY, (CUdevice *device, int ordinal), (device, ordinal)) {
    if (!device)
        return INVALID_VALUE;
    if (!valid(ordinal))
        return INVALID_DEVICE;
    *device = ordinal;
    return SUCCESS;
}

API(cuDeviceGetName, READY, (char *name, int length, CUdevice device), (name, length, device)) {
    if (!name || length < 1)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    snprintf(name, (size_t)length, "CPU stand-in");
    return SUCCESS;
}

API(cuDeviceGetAttribute, READY, (int *value, int attribute, CUdevice device), (value, attribute, device)) {
    if (!value || attribute < 1 || attribute > LAST_ATTRIBUTE)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    *value = attribute == PCI_BUS ? device + 1 : attribute == MAJOR ? standin_capability() / 10
        : attribute == MINOR ? standin_capability() % 10 : 0;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (attributes[i].attribute == attribute)
            *value = attributes[i].value;
    return SUCCESS;
}

API(cuDeviceComputeCapability, READY, (int *major, int *minor, CUdevice device), (major, minor, device)) {
    if (!major || !minor)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    *major = standin_capability() / 10;
    *minor = standin_capability() % 10;
    return SUCCESS;
}

API(cuDeviceTotalMem_v2, READY, (size_t *bytes, CUdevice device), (bytes, device)) {
    if (!bytes)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    *bytes = memory_limit;
    return SUCCESS;
}

static int uuid(char *bytes, CUdevice device) {
    if (!bytes)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    memcpy(bytes, "CPU stand-in   ", 15);
    bytes[15] = (char)device;
    return SUCCESS;
}

API(cuDeviceGetUuid, READY, (char *bytes, CUdevice device), (bytes, device)) { return uuid(bytes, device); }
API(cuDeviceGetUuid_v2, READY, (char *bytes, CUdevice device), (bytes, device)) { return uuid(bytes, device); }

API(cuDeviceGetPCIBusId, READY, (char *id, int length, CUdevice device), (id, length, device)) {
    if (!id || length < 13)
        return INVALID_VALUE;
    if (!valid(device))
        return INVALID_DEVICE;
    snprintf(id, (size_t)length, "0000:%02x:00.0", device + 1);
    return SUCCESS;
}

API(cuDeviceCanAccessPeer, READY, (int *can, CUdevice from, CUdevice to), (can, from, to)) {
    if (!can)
        return INVALID_VALUE;
    if (!valid(from) || !valid(to))
        return INVALID_DEVICE;
    *can = 0;
    return SUCCESS;
}
