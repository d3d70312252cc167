/*
 * Blocks of device and pinned host memory.
 *
 * Each lies between inaccessible pages, its end as near to the rear ones as the alignment allows. What is left over on
 * either side holds canaries. Addresses are never used twice, so memory that has been freed faults for good.
 */
#define _GNU_SOURCE
#include "driver.h"
#include "mapping.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 256u
#define POISON 0xFF            /* NaN as float, half and bfloat16 */
#define CANARY 0xC5
#define UNPOISONED (4ull << 30)

uint64_t memory_limit = 8ull << 30;
int guards = 1;

static struct block **blocks;  /* by address */
static size_t count, room;
static uint64_t used[MAX_DEVICES], total;
static int corruptions;
static uint64_t next_id;
uint64_t memory_epoch = 1;

static uint64_t up(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

static uint64_t front(const struct block *b) { return b->base + GUARD; }
static uint64_t rear(const struct block *b) { return b->base + b->length - GUARD; }

static int broken(const struct block *b, uint64_t from, uint64_t to) {
    for (uint64_t at = from; at < to; at++) {
        if (*(unsigned char *)at != CANARY) {
            standin_note("byte %lld of the %llu-byte block at %#llx was overwritten",
                         (long long)(at - b->address), (unsigned long long)b->bytes,
                         (unsigned long long)b->address);
            return 1;
        }
    }
    return 0;
}

void memory_arrive(struct block *b) {
    memory_epoch++;
    b->pending = 0;
    if (guards && b->length) {
        mprotect((void *)front(b), rear(b) - front(b), PROT_READ | PROT_WRITE);
        memset((void *)front(b), CANARY, b->address - front(b));
        memset((void *)(b->address + b->bytes), CANARY, rear(b) - b->address - b->bytes);
    }
    if (b->bytes < UNPOISONED && standin_arithmetic())
        memset((void *)b->address, POISON, b->bytes);
}

/* ---- the index ---- */

static size_t after(uint64_t address) {      /* first block beyond `address` */
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (blocks[middle]->address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct block *memory_around(uint64_t address) {
    size_t at = after(address);
    if (!at)
        return NULL;
    struct block *b = blocks[at - 1];
    return address - b->address < b->bytes ? b : NULL;
}

struct block *memory_find(uint64_t address) {
    struct block *b = memory_around(address);
    return b && b->address == address ? b : NULL;
}

static struct block *enter(const struct block *made) {
    if (count == room) {
        room = room ? room * 2 : 64;
        blocks = realloc(blocks, room * sizeof *blocks);
    }
    struct block *b = malloc(sizeof *b);
    *b = *made;
    size_t at = after(b->address);
    memmove(blocks + at + 1, blocks + at, (count - at) * sizeof *blocks);
    blocks[at] = b;
    count++;
    return b;
}

struct block *memory_make(uint64_t bytes, int device, int host, int pending, struct pool *pool) {
    struct block b = {.bytes = bytes, .device = device, .host = host, .pool = pool, .pending = 1};
    uint64_t needed = host ? 0 : pool ? pool_missing(pool, bytes) : bytes;
    if (needed && (needed > memory_limit || used[device] > memory_limit - needed))
        return NULL;
    if (bytes > 1ull << 46)
        return NULL;
    if (guards) {
        uint64_t tail = up(bytes, ALIGNMENT);
        b.length = up(tail, PAGE) + 2 * GUARD;
        b.base = mapping_reserve(b.length);
        b.address = rear(&b) - tail;
    } else {
        b.base = b.address = mapping_take(bytes);
    }
    if (!b.base)
        return NULL;
    b.id = ++next_id;
    struct block *made = enter(&b);
    standin_count(host ? HOST_MEMORY : DEVICE_MEMORY, 1);
    if (!host) {
        used[device] += pool ? pool_take(pool, bytes) : bytes;
        total += bytes;
    }
    if (!pending)
        memory_arrive(made);
    return made;
}

void memory_release(struct block *b) {
    memory_epoch++;
    if (!b->length) {
        mapping_keep(b->base, b->bytes);
    } else {
        if (!b->pending
            && (broken(b, front(b), b->address) || broken(b, b->address + b->bytes, rear(b))))
            corruptions++;
        munmap((void *)b->base, b->length);
    }
    if (!b->host) {
        total -= b->bytes;
        if (b->pool)
            pool_return(b->pool, b->bytes);
        else
            used[b->device] -= b->bytes;
    }
    standin_count(b->host ? HOST_MEMORY : DEVICE_MEMORY, -1);
    size_t at = after(b->address) - 1;
    memmove(blocks + at, blocks + at + 1, (count - at - 1) * sizeof *blocks);
    count--;
    free(b);
}

uint64_t memory_used(int device) { return used[device]; }

void memory_give_back(int device, uint64_t bytes) { used[device] -= bytes; }

int standin_check(int device, const struct span *spans, int many, int calling) {
    for (int i = 0; i < many; i++) {
        uint64_t address = spans[i].address, bytes = spans[i].bytes;
        if (!bytes)
            continue;
        struct block *b = memory_around(address);
        const char *why = !b ? "lies in no live block"
            : b->address + b->bytes - address < bytes ? "runs past the end of its block"
            : !b->host && b->device != device ? "belongs to another device"
            : calling && b->leaving ? "was used after its free was queued"
            : !calling && b->pending ? "was used before its allocation, which another stream orders"
            : NULL;
        if (!why)
            continue;
        standin_note("%llu bytes at %#llx: memory %s", (unsigned long long)bytes, (unsigned long long)address, why);
        return ILLEGAL_ADDRESS;
    }
    return 0;
}

PUBLIC long standin_live_bytes(void);
PUBLIC long standin_live_bytes(void) {
    standin_lock();
    long bytes = (long)total;
    standin_unlock();
    return bytes;
}

PUBLIC int standin_corruptions(void);
PUBLIC int standin_corruptions(void) { return corruptions; }

PUBLIC void standin_set_memory_limit(long bytes);
PUBLIC void standin_set_memory_limit(long bytes) {
    standin_lock();
    memory_limit = (uint64_t)bytes;
    standin_unlock();
}

void memory_configure(void) {
    const char *limit = getenv("POINTWISE_STANDIN_MEMORY"), *guard = getenv("POINTWISE_STANDIN_GUARD");
    if (limit)
        memory_limit = strtoull(limit, NULL, 0);
    guards = !(guard && strcmp(guard, "off") == 0);
}
