/* The books: which handles live, and how many of each kind. */
#define _GNU_SOURCE
#include "driver.h"
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    uintptr_t handle;
    int kind;          /* NOTHING once retired */
};

static struct slot *slots;
static size_t capacity, filled, living;
static int live[KINDS];

static const char *const words[KINDS] = {
    [DEVICE_MEMORY] = "device_memory", [HOST_MEMORY] = "host_memory", [STREAM] = "stream", [EVENT] = "event",
    [MODULE] = "module", [POOL] = "pool", [CONTEXT] = "context", [CUBLAS] = "cublas", [CUBLASLT] = "cublaslt",
    [NVRTC_PROGRAM] = "nvrtc", [GRAPH] = "graph", [GRAPH_EXEC] = "graph_exec", [CAPTURE] = "capture",
};

static struct slot *place(uintptr_t handle) {
    size_t at = (handle >> 4) * 0x9E3779B97F4A7C15u >> 20 & (capacity - 1);
    while (slots[at].handle && slots[at].handle != handle)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static void grow(void) {
    struct slot *old = slots;
    size_t length = capacity;
    capacity = 256;
    while (capacity < living * 4)
        capacity *= 2;
    slots = calloc(capacity, sizeof *slots);
    filled = 0;
    for (size_t i = 0; i < length; i++) {
        if (old[i].kind != NOTHING) {
            *place(old[i].handle) = old[i];
            filled++;
        }
    }
    free(old);
}

static long reserved;

/* Handles come from a region of their own and are never returned to it. */
static void *fresh(size_t bytes) {
    static char *region;
    static size_t left;
    bytes = (bytes + 31) & ~(size_t)31;
    if (bytes > left) {
        left = bytes > 65536 ? bytes : 65536;
        region = calloc(1, left);
        reserved += (long)(malloc_usable_size(region) + sizeof(size_t));
    }
    void *handle = region;
    region += bytes;
    left -= bytes;
    return handle;
}

void *standin_make(enum kind kind, size_t bytes) {
    if ((filled + 1) * 2 > capacity)
        grow();
    void *handle = fresh(bytes);
    *place((uintptr_t)handle) = (struct slot){(uintptr_t)handle, kind};
    filled++;
    living++;
    live[kind]++;
    return handle;
}

int standin_is(enum kind kind, const void *handle) {
    return handle && capacity && place((uintptr_t)handle)->kind == (int)kind;
}

void standin_retire(enum kind kind, const void *handle) {
    if (!standin_is(kind, handle))
        return;
    place((uintptr_t)handle)->kind = NOTHING;
    living--;
    live[kind]--;
}

void standin_count(enum kind kind, int difference) { live[kind] += difference; }

PUBLIC int standin_live(const char *kind);
PUBLIC int standin_live(const char *kind) {
    standin_lock();
    int all = strcmp(kind, "all") == 0, sum = all ? 0 : -1;
    for (int k = 1; k < KINDS; k++) {
        if (!words[k])
            continue;
        if (all)
            sum += live[k];
        else if (strcmp(words[k], kind) == 0)
            sum = live[k];
    }
    standin_unlock();
    return sum;
}

PUBLIC long standin_handle_bytes(void);
PUBLIC long standin_handle_bytes(void) {
    standin_lock();
    long bytes = reserved;
    standin_unlock();
    return bytes;
}

static char last_note[512];

void standin_note(const char *format, ...) {
    standin_lock();
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_note, sizeof last_note, format, arguments);
    va_end(arguments);
    fprintf(stderr, "stand-in: %s\n", last_note);
    standin_unlock();
}

PUBLIC int standin_last_log(char *buffer, int bytes);
PUBLIC int standin_last_log(char *buffer, int bytes) {
    standin_lock();
    int length = snprintf(buffer, bytes > 0 ? (size_t)bytes : 0, "%s", last_note);
    standin_unlock();
    return length;
}
