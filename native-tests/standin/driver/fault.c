/* Faults on request: the n-th call of an entry point fails. */
#define _GNU_SOURCE
#include "driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS 64

struct fault {
    char function[64];
    int left;      /* calls until it strikes; zero: every call */
    int code, flags;
};

static struct fault faults[FAULTS];
static int armed;

static int names(const struct fault *f, const char *function) {
    size_t length = strlen(f->function);
    return strncmp(f->function, function, length) == 0
        && (!function[length] || strcmp(function + length, "_v2") == 0);
}

int fault_due(const char *function, int *code, int *flags) {
    int due = 0;
    for (int i = 0; i < armed; i++) {
        struct fault *f = &faults[i];
        if (!names(f, function) || (f->left > 0 && --f->left > 0))
            continue;
        if (due) {              /* one at a time: strikes at the next call */
            f->left = f->left < 0 ? f->left : 1;
            continue;
        }
        due = 1;
        *code = f->code;
        *flags = f->flags;
        if (f->left < 0)
            continue;
        faults[i--] = faults[--armed];
    }
    return due;
}

PUBLIC int standin_fail(const char *function, int nth, int code, int flags);
PUBLIC int standin_fail(const char *function, int nth, int code, int flags) {
    if (nth < 0 || !code || strlen(function) >= sizeof faults[0].function)
        return INVALID_VALUE;
    standin_lock();
    int room = armed < FAULTS;
    if (room) {
        struct fault *f = &faults[armed++];
        strcpy(f->function, function);
        f->left = nth ? nth : -1;
        f->code = code;
        f->flags = flags;
    }
    standin_unlock();
    return room ? SUCCESS : OUT_OF_MEMORY;
}

PUBLIC void standin_reset_faults(void);
PUBLIC void standin_reset_faults(void) {
    standin_lock();
    armed = 0;
    for (int i = 0; i < MAX_DEVICES; i++)
        contexts[i].error = contexts[i].reported = contexts[i].deferred = 0;
    standin_unlock();
}

/* name:nth:code[:sticky][:deferred][:after], separated by commas */
void fault_configure(void) {
    const char *wanted = getenv("POINTWISE_STANDIN_FAIL");
    if (!wanted)
        return;
    char *copy = strdup(wanted), *rest = copy;
    for (char *one; (one = strsep(&rest, ","));) {
        char name[64];
        int nth, code, read = 0;
        if (sscanf(one, " %63[^:]:%d:%d%n", name, &nth, &code, &read) != 3) {
            standin_note("POINTWISE_STANDIN_FAIL: cannot read '%s'", one);
            continue;
        }
        int flags = (strstr(one + read, ":sticky") ? STICKY : 0)
            | (strstr(one + read, ":deferred") ? DEFERRED : 0)
            | (strstr(one + read, ":after") ? AFTER : 0);
        if (standin_fail(name, nth, code, flags))
            standin_note("POINTWISE_STANDIN_FAIL: refused '%s'", one);
    }
    free(copy);
}
