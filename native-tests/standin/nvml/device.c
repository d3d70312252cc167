/* The management library: one device whose every figure is made up, so that each can be told from the others. */
#include "../standin.h"
#include <stdio.h>
#include <string.h>

enum { NVML_SUCCESS = 0, UNINITIALIZED = 1, INVALID_ARGUMENT = 2, NVML_NOT_FOUND = 6, INSUFFICIENT_SIZE = 7, NVML_UNKNOWN = 999 };
enum { SM = 1, MEM = 2 };

static int users;
static char the_device;
static char failing[64];

PUBLIC void standin_fail_nvml(const char *function);
PUBLIC void standin_fail_nvml(const char *function) { snprintf(failing, sizeof failing, "%s", function); }

#define CALL(name, params) \
    PUBLIC int name params; \
    PUBLIC int name params

#define MAY_FAIL \
    if (strcmp(failing, __func__) == 0) \
    return NVML_UNKNOWN

#define REQUIRE(condition) \
    if (!users) \
        return UNINITIALIZED; \
    if (!(condition)) \
        return INVALID_ARGUMENT

static int text(char *out, unsigned bytes, const char *value) {
    if (bytes <= strlen(value))
        return INSUFFICIENT_SIZE;
    strcpy(out, value);
    return NVML_SUCCESS;
}

static int pair(void *device, unsigned *one, unsigned *other, unsigned value) {
    REQUIRE(device == &the_device && one && other);
    *one = *other = value;
    return NVML_SUCCESS;
}

CALL(nvmlInit_v2, (void)) {
    MAY_FAIL;
    users++;
    return NVML_SUCCESS;
}

CALL(nvmlShutdown, (void)) {
    MAY_FAIL;
    REQUIRE(1);
    users--;
    return NVML_SUCCESS;
}

CALL(nvmlSystemGetDriverVersion, (char *out, unsigned bytes)) {
    MAY_FAIL;
    REQUIRE(out);
    return text(out, bytes, "0.0-stand-in");
}

CALL(nvmlDeviceGetCount_v2, (unsigned *count)) {
    MAY_FAIL;
    REQUIRE(count);
    *count = 1;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetHandleByIndex_v2, (unsigned index, void **device)) {
    MAY_FAIL;
    REQUIRE(device && index == 0);
    *device = &the_device;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetHandleByPciBusId_v2, (const char *id, void **device)) {
    MAY_FAIL;
    REQUIRE(id && device);
    if (strcmp(id, "0000:01:00.0") != 0)
        return NVML_NOT_FOUND;
    *device = &the_device;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetName, (void *device, char *out, unsigned bytes)) {
    MAY_FAIL;
    REQUIRE(device == &the_device && out);
    return text(out, bytes, "CPU stand-in");
}

CALL(nvmlDeviceGetMemoryInfo, (void *device, unsigned long long out[3])) {
    MAY_FAIL;
    REQUIRE(device == &the_device && out);
    out[0] = 8ull << 30;
    out[1] = 7ull << 30;
    out[2] = 1ull << 30;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetCudaComputeCapability, (void *device, int *major, int *minor)) {
    MAY_FAIL;
    int error = pair(device, (unsigned *)major, (unsigned *)minor, 9);
    if (!error)
        *minor = 0;
    return error;
}

CALL(nvmlDeviceGetEccMode, (void *device, unsigned *now, unsigned *pending)) {
    MAY_FAIL;
    return pair(device, now, pending, 1);
}
CALL(nvmlDeviceGetMigMode, (void *device, unsigned *now, unsigned *pending)) {
    MAY_FAIL;
    return pair(device, now, pending, 0);
}

static int clock_of(void *device, unsigned type, unsigned *mhz, unsigned sm, unsigned mem) {
    REQUIRE(device == &the_device && mhz && (type == SM || type == MEM));
    *mhz = type == SM ? sm : mem;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetClockInfo, (void *device, unsigned type, unsigned *mhz)) {
    MAY_FAIL;
    return clock_of(device, type, mhz, 210, 405);
}
CALL(nvmlDeviceGetMaxClockInfo, (void *device, unsigned type, unsigned *mhz)) {
    MAY_FAIL;
    return clock_of(device, type, mhz, 1000, 2000);
}

static unsigned long long reasons;

PUBLIC void standin_set_throttle(unsigned long long mask);
PUBLIC void standin_set_throttle(unsigned long long mask) { reasons = mask; }

CALL(nvmlDeviceGetCurrentClocksEventReasons, (void *device, unsigned long long *out)) {
    MAY_FAIL;
    REQUIRE(device == &the_device && out);
    *out = reasons;
    return NVML_SUCCESS;
}

CALL(nvmlDeviceGetEnforcedPowerLimit, (void *device, unsigned *milliwatts)) {
    MAY_FAIL;
    REQUIRE(device == &the_device && milliwatts);
    *milliwatts = 75000;
    return NVML_SUCCESS;
}
