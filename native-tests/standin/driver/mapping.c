/* Address space: guarded stretches, never at the same address twice, or plain blocks kept for reuse. */
#define _GNU_SOURCE
#include "mapping.h"
#include <stddef.h>
#include <sys/mman.h>

static uint64_t up(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

/* ---- unguarded: blocks of powers of two, kept for reuse ---- */

static void *kept[48][32];
static int keeping[48];

static int power(uint64_t bytes) {
    int p = 8;
    while ((1ull << p) < bytes)
        p++;
    return p;
}

uint64_t mapping_take(uint64_t bytes) {
    int p = power(bytes);
    if (p >= 48)
        return 0;
    if (keeping[p])
        return (uint64_t)kept[p][--keeping[p]];
    void *memory = mmap(NULL, up(1ull << p, PAGE), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? 0 : (uint64_t)memory;
}

void mapping_keep(uint64_t address, uint64_t bytes) {
    int p = power(bytes);
    if (keeping[p] < 32)
        kept[p][keeping[p]++] = (void *)address;
    else
        munmap((void *)address, up(1ull << p, PAGE));
}

/* ---- guarded ---- */

uint64_t mapping_reserve(uint64_t length) {
    static uint64_t next = 0x200000000000;
    const uint64_t end = 0x600000000000;
    for (int attempt = 0; attempt < 1024; attempt++) {
        if (next + length > end || next + length < next)
            next = 0x200000000000;
        void *at = mmap((void *)next, length, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        next += up(length, GUARD);
        if (at != MAP_FAILED)
            return (uint64_t)at;
    }
    return 0;
}
