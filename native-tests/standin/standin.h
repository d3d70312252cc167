/* What the libraries share: entry points, books, contexts, streams and their tasks. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define PUBLIC __attribute__((visibility("default")))

typedef uint64_t CUdeviceptr;
typedef int CUdevice;
typedef int CUresult;

enum {
    SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100,
    INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, ARRAY_TOO_SMALL = 202,
    INVALID_HANDLE = 400, ILLEGAL_STATE = 401, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700,
    CONTEXT_IS_DESTROYED = 709, ILLEGAL_INSTRUCTION = 715, MISALIGNED_ADDRESS = 716, LAUNCH_FAILED = 719, NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED, CAPTURE_MERGE, CAPTURE_UNMATCHED, CAPTURE_UNJOINED, CAPTURE_ISOLATION,
    CAPTURE_IMPLICIT, CAPTURED_EVENT, CAPTURE_WRONG_THREAD, UNKNOWN = 999,
};

/* ---- entry points ------------------------------------------------------------------------- */

/* What must hold before a call runs, and how it takes part in the reporting of errors. */
enum {
    FREE = 0,          /* nothing: answers even before cuInit */
    READY = 1,         /* after cuInit */
    CURRENT = 2,       /* with a current, living context */
    SYNCHRONISES = 4,  /* reports what went wrong on the device since the last such call */
    RELEASES = 8,      /* does its work even when the context has failed, then returns the failure */
    BLAS = 16,         /* answers in cublasStatus_t */
    NVRTC = 32,        /* answers in nvrtcResult, knows no context */
    UNSAFE = 64,       /* could disturb a capture, which forbids it according to its mode */
};

struct entry {
    const char *name;
    long calls;
    int listed;
    struct entry *next;
};

struct call {
    int result;        /* valid when refused, or to be returned after the body */
    int after;         /* the body runs, then `result` is returned */
    int rules;
};

/* Takes the lock. Returns nonzero when the body must not run. */
PUBLIC int standin_enter(struct entry *, struct call *, int rules);
/* Releases the lock; returns what the caller is to see. */
PUBLIC int standin_leave(struct call *, int result);

/* An exported function: its body runs under the lock, counted, subject to faults and sticky errors. */
#define API(name, rules, params, args)                                   \
    static int name##_body params;                                       \
    PUBLIC int name params;                                              \
    PUBLIC int name params {                                             \
        static struct entry entry = {#name, 0, 0, NULL};                 \
        struct call call;                                                \
        int result = 0;                                                  \
        if (!standin_enter(&entry, &call, rules))                        \
            result = name##_body args;                                   \
        return standin_leave(&call, result);                             \
    }                                                                    \
    static int name##_body params

/* For a body that waits for another process: lets other threads in meanwhile. */
PUBLIC void standin_lock(void);
PUBLIC void standin_unlock(void);

/* ---- books ---------------------------------------------------------------------------------- */

enum kind { NOTHING, DEVICE_MEMORY, HOST_MEMORY, STREAM, EVENT, MODULE, POOL, CONTEXT, CUBLAS, CUBLASLT, NVRTC_PROGRAM, GRAPH, GRAPH_EXEC, CAPTURE, FUNCTION, KINDS };

/* Handles: zeroed, live until retired. Addresses are never handed out twice, so a stale handle is always noticed. */
PUBLIC void *standin_make(enum kind, size_t bytes);
PUBLIC int standin_is(enum kind, const void *handle);
PUBLIC void standin_retire(enum kind, const void *handle);
/* Things that are no handles (memory, retained contexts). */
PUBLIC void standin_count(enum kind, int difference);

/* ---- contexts and streams ------------------------------------------------------------------- */

struct context;
struct stream;

/* A stretch of memory that a task touches. */
struct span {
    uint64_t address;
    uint64_t bytes;
};

#define SPANS 12
#define PAYLOAD 256

/* Returns 0 or a CUresult, which becomes the context's sticky error. Owns nothing but its payload. */
typedef int task_body(void *payload);

enum {
    ALWAYS = 1,        /* runs even when the context has failed: bookkeeping */
    ARITHMETIC = 2,    /* with arithmetic off: checked, neither queued nor run */
};

struct task {
    task_body *body;
    int flags;
    void (*drop)(void *payload);  /* after execution or cancellation; may be null */
    int error;                    /* found at the time of the call, raised at execution */
    int spans;
    struct span span[SPANS];
    _Alignas(16) char payload[PAYLOAD];
};

PUBLIC struct context *standin_current(void);
PUBLIC int standin_device_of(struct context *);
/* Compute capability: 90 for 9.0. */
PUBLIC int standin_capability(void);
/* Null when `handle` is no live stream; the null handle is the current context's default stream. */
PUBLIC struct stream *standin_stream(void *handle);
PUBLIC struct context *standin_context_of(struct stream *);
/* Queues a copy of the task, or records it when the stream captures. A CUresult; the task is dropped unless it is 0. */
PUBLIC int standin_enqueue(struct stream *, const struct task *);
PUBLIC int standin_arithmetic(void);
/* Zero when all spans lie inside live memory that the device may touch, or an error. */
PUBLIC int standin_check(int device, const struct span *, int count, int calling);
PUBLIC void standin_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
