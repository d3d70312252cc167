/* The door every call comes through: the lock, the count, faults on request, sticky errors. */
#define _GNU_SOURCE
#include "driver.h"
#include "capture.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static struct entry *entries;

int initialised, device_count = 1, capability = 90, eager;
static int arithmetic = 1;

void standin_lock(void) { pthread_mutex_lock(&lock); }
void standin_unlock(void) { pthread_mutex_unlock(&lock); }
int standin_arithmetic(void) { return arithmetic; }

PUBLIC void standin_set_arithmetic(int on);
PUBLIC void standin_set_arithmetic(int on) {
    standin_lock();
    drain_everything();
    arithmetic = on;
    standin_unlock();
}

PUBLIC long standin_calls(const char *function);
PUBLIC long standin_calls(const char *function) {
    standin_lock();
    int all = strcmp(function, "all") == 0;
    size_t length = strlen(function);
    long calls = 0;
    for (struct entry *e = entries; e; e = e->next) {
        if (all || (strncmp(e->name, function, length) == 0
                    && (!e->name[length] || strcmp(e->name + length, "_v2") == 0)))
            calls += e->calls;
    }
    standin_unlock();
    return calls;
}

/* A context's error in the words of the library that was called. */
static int translate(int rules, int error) {
    if (!error || !(rules & BLAS))
        return error;
    switch (error) {
        case NOT_INITIALIZED: case INVALID_CONTEXT: case CONTEXT_IS_DESTROYED: return 1;
        default: return 13;
    }
}

static int refusal(int rules) {
    if ((rules & (READY | CURRENT)) && !initialised)
        return NOT_INITIALIZED;
    if (!(rules & CURRENT))
        return 0;
    struct context *context = standin_current();
    if (!context)
        return INVALID_CONTEXT;
    if (!context->retained)
        return CONTEXT_IS_DESTROYED;
    return (rules & RELEASES) ? 0 : sticky(context);
}

static int (*_Atomic watcher)(const char *function, int *flags);

PUBLIC void standin_watch(int (*told)(const char *function, int *flags));
PUBLIC void standin_watch(int (*told)(const char *function, int *flags)) { watcher = told; }

int standin_enter(struct entry *e, struct call *call, int rules) {
    int watched_code = 0, watched_flags = 0;
    int (*told)(const char *, int *) = watcher;
    if (told)
        watched_code = told(e->name, &watched_flags);
    standin_lock();
    if (!e->listed) {
        e->listed = 1;
        e->next = entries;
        entries = e;
    }
    e->calls++;
    call->rules = rules;
    call->after = 0;
    call->result = translate(rules, refusal(rules));
    if (!call->result && (rules & UNSAFE) && !capture_allows_unsafe())
        call->result = translate(rules, CAPTURE_UNSUPPORTED);
    if (call->result)
        return 1;
    int code = watched_code, flags = watched_flags;
    if (!fault_due(e->name, &code, &flags) && !code)
        return 0;
    struct context *context = standin_current();
    if (flags & DEFERRED) {
        if (context && !context->error) {
            if (flags & STICKY)
                context->error = code;
            else
                context->deferred = code;
        }
        return 0;
    }
    if ((flags & STICKY) && context && !context->error) {
        context->error = (rules & (BLAS | NVRTC)) ? UNKNOWN : code;
        context->reported = 1;
    }
    call->result = code;
    call->after = (flags & AFTER) != 0;
    return !call->after;
}

static int verdict(struct call *call, int result) {
    if (call->after || call->result)
        return call->result;
    struct context *context = (call->rules & CURRENT) ? standin_current() : NULL;
    if (!context)
        return result;
    if ((call->rules & RELEASES) && sticky(context))
        return translate(call->rules, sticky(context));
    if (!(call->rules & SYNCHRONISES))
        return result;
    if (context->error) {
        context->reported = 1;
        return translate(call->rules, context->error);
    }
    if (context->deferred) {
        int deferred = context->deferred;
        context->deferred = 0;
        return deferred;
    }
    return result;
}

int standin_leave(struct call *call, int result) {
    result = verdict(call, result);
    standin_unlock();
    return result;
}

static int is(const char *variable, const char *value) {
    const char *found = getenv(variable);
    return found && strcmp(found, value) == 0;
}

__attribute__((constructor)) static void configure(void) {
    eager = is("POINTWISE_STANDIN_MODE", "eager");
    arithmetic = !is("POINTWISE_STANDIN_ARITHMETIC", "off");
    const char *devices = getenv("POINTWISE_STANDIN_DEVICES");
    if (devices)
        device_count = atoi(devices);
    const char *shown = getenv("POINTWISE_STANDIN_CAPABILITY");
    if (shown)
        capability = atoi(shown);
    if (device_count < 0 || device_count > MAX_DEVICES)
        device_count = MAX_DEVICES;
    memory_configure();
    fault_configure();
}
