/* Compiler options: those that change the meaning of a source are passed on, the rest must at least exist. */
#include "program.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const int architectures[] = {
#if NVRTC_MAJOR < 13
    50, 52, 53, 60, 61, 62, 70, 72,
#endif
    75, 80, 86, 87, 89, 90,
#if NVRTC_MAJOR >= 13
    100, 103, 110, 120, 121,
#endif
};
const int architecture_count = sizeof architectures / sizeof *architectures;

static const char *const harmless[] = {
    "fmad", "-fmad", "use_fast_math", "-use_fast_math", "ftz", "-ftz", "prec-div", "-prec-div", "prec-sqrt",
    "-prec-sqrt", "device-debug", "G", "generate-line-info", "lineinfo", "maxrregcount", "default-device",
    "extra-device-vectorization", "restrict", "device-int128", "disable-warnings", "w", "diag-suppress",
    "diag-error", "diag-warn", "display-error-number", "no-display-error-number", "builtin-move-forward",
    "dopt", "ptxas-options", "Xptxas", "rdc", "relocatable-device-code", "minimal", "split-compile",
    "device-as-default-execution-space", "no-source-include", "jump-table-density", "time",
};

static int architecture(const char *name, int *real) {
    *real = strncmp(name, "sm_", 3) == 0;
    const char *digits = *real ? name + 3 : strncmp(name, "compute_", 8) == 0 ? name + 8 : "";
    char *end;
    long number = strtol(digits, &end, 10);
    if (end == digits || (*end && strcmp(end, "a") != 0 && strcmp(end, "f") != 0))
        return 0;
    for (int i = 0; i < architecture_count; i++)
        if (architectures[i] == number)
            return 1;
    return 0;
}

static int known(const char *option) {
    while (*option == '-')
        option++;
    size_t length = strcspn(option, "=");
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strlen(harmless[i]) == length && strncmp(harmless[i], option, length) == 0)
            return 1;
    return 0;
}

/* The value when `option` is one of `names` (joined by '=' or standing next), else null. */
static const char *value(const char *option, const char *next, const char *long_name, const char *short_name,
                         int *used) {
    const char *names[] = {long_name, short_name};
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(option, names[i], length) != 0)
            continue;
        if (option[length] == '=')
            return option + length + 1;
        if (!option[length]) {
            *used = 1;
            return next;
        }
    }
    return NULL;
}

static void pass(struct options *o, const char *a, const char *b) {
    if (o->count + 2 <= (int)(sizeof o->pass / sizeof *o->pass)) {
        o->pass[o->count++] = a;
        if (b)
            o->pass[o->count++] = b;
    }
}

int options_read(struct options *o, int count, const char *const *given, char *reason, size_t bytes) {
    *o = (struct options){.count = 0};
    const char *standard = "-std=gnu++17";
    for (int i = 0; i < count; i++) {
        const char *one = given[i], *next = i + 1 < count ? given[i + 1] : NULL, *found;
        int used = 0;
        if ((found = value(one, next, "--gpu-architecture", "-arch", &used))) {
            if (!architecture(found, &o->real)) {
                snprintf(reason, bytes, "nvrtc: error: invalid value for --gpu-architecture (-arch): %s\n", found);
                return RTC_INVALID_OPTION;
            }
        } else if ((found = value(one, next, "--std", "-std", &used))) {
            standard = strcmp(found, "c++20") == 0 ? "-std=gnu++20" : "-std=gnu++17";
        } else if ((found = value(one, next, "--define-macro", "-D", &used))) {
            pass(o, "-D", found);
        } else if ((found = value(one, next, "--undefine-macro", "-U", &used))) {
            pass(o, "-U", found);
        } else if ((found = value(one, next, "--include-path", "-I", &used))) {
            pass(o, "-I", found);
        } else if (strncmp(one, "-D", 2) == 0 || strncmp(one, "-U", 2) == 0 || strncmp(one, "-I", 2) == 0) {
            pass(o, one, NULL);
        } else if (!known(one)) {
            snprintf(reason, bytes, "nvrtc: error: unrecognized option %s found\n", one);
            return RTC_INVALID_OPTION;
        }
        i += used;
    }
    pass(o, standard, NULL);
    return RTC_SUCCESS;
}
