/* What the sources of libcuda.so.1 share. All of it is used under the lock. */
#pragma once
#include "../standin.h"

#define MAX_DEVICES 8

struct context {
    int device;
    int retained;
    int error;              /* first failure on the device */
    int reported;           /* `error` has been seen: every call returns it from now on */
    int deferred;           /* injected; reported once by the next synchronising call */
    struct stream *null_stream;
    struct stream *streams;
    struct pool *pool;
};

struct stream {
    struct context *context;
    struct stream *next;
    int blocking;           /* ordered with the default stream */
    int flags, priority;
    uint64_t queued, executed;
    struct task *ring;
    unsigned capacity, head, count;
    struct point *point;    /* where its capture has come to */
};

struct pool {
    int device;
    int is_default;
    int destroyed;          /* but for blocks that are still out */
    int reuse[3];
    uint64_t threshold, used, used_high;
    uint64_t reserved, reserved_high;   /* of the device: used, or free for the pool's next allocation */
    struct pool *next;      /* of the same device */
};

extern int initialised, device_count, capability;
extern struct context contexts[MAX_DEVICES];

/* A moment in a stream: reached once `executed` has come to `position`. */
int reached(const struct stream *, uint64_t position);
void drain(struct stream *, uint64_t position);
void step(struct stream *);
void drain_context(struct context *);
/* What a call ordered by the default stream waits for: it and every blocking stream. */
void drain_default(struct context *);
void drain_everything(void);
/* Runs all that a task queued now would have to wait for. */
void settle(struct stream *);
void enqueue_wait(struct stream *, struct stream *on, uint64_t position);
struct stream *stream_make(struct context *, int flags, int priority);
uint64_t clock_now(void);
extern int eager;

/* A task body with memory faults turned into an error. */
int guarded(task_body *, void *payload);

struct context *context_at(const void *handle);
int sticky(const struct context *);

struct block {
    uint64_t address, bytes, base, length;
    int device;
    int pending;               /* its stream-ordered allocation has not run yet */
    int leaving;               /* its stream-ordered free has been queued */
    int host;
    struct pool *pool;
    uint64_t id;
};

/* Makes a block; `pending` leaves it inaccessible until memory_arrive. Null when there is no room. */
struct block *memory_make(uint64_t bytes, int device, int host, int pending, struct pool *);
struct block *memory_find(uint64_t address);          /* by first byte */
struct block *memory_around(uint64_t address);        /* by any byte */
void memory_arrive(struct block *);
void memory_release(struct block *);
uint64_t memory_used(int device);                     /* what pools hold in reserve included */
void memory_give_back(int device, uint64_t bytes);    /* out of a pool's reserve */
extern uint64_t memory_epoch;                         /* advances when memory comes or goes */
extern uint64_t memory_limit;
extern int guards;

struct stream *usable(void *handle);

void memory_configure(void);
void fault_configure(void);
int fault_due(const char *function, int *code, int *flags);
enum { STICKY = 1, DEFERRED = 2, AFTER = 4 };
int pool_alive(const struct pool *);
/* What an allocation takes from the device, beyond what the pool has in reserve. */
uint64_t pool_missing(const struct pool *, uint64_t bytes);
/* Takes it; returns the same. */
uint64_t pool_take(struct pool *, uint64_t bytes);
void pool_return(struct pool *, uint64_t bytes);
/* After a synchronisation: pools keep no more in reserve than their threshold. */
void pools_settle(int device);
struct pool *pool_current(struct context *);
