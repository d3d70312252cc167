#pragma once
#include "../standin.h"

enum {
    RTC_SUCCESS, RTC_OUT_OF_MEMORY, RTC_CREATION_FAILURE, RTC_INVALID_INPUT, RTC_INVALID_PROGRAM, RTC_INVALID_OPTION,
    RTC_COMPILATION, RTC_BUILTIN_OPERATION_FAILURE, RTC_NO_NAMES_AFTER, RTC_NO_LOWERED_NAMES_BEFORE,
    RTC_NAME_NOT_VALID, RTC_INTERNAL_ERROR,
};

struct program {
    char *source, *name;
    int headers;
    char **header_names, **header_texts;
    char *log;
    char *image, *text;       /* the image, and its text form */
    size_t image_bytes;
    int real;                 /* compiled for a real architecture: has a CUBIN */
};

struct options {
    const char *pass[64];     /* handed to the compiler */
    int count;
    int real;
};

/* An RTC code; the reason goes into `reason`. */
int options_read(struct options *, int count, const char *const *given, char *reason, size_t bytes);
extern const int architectures[];
extern const int architecture_count;

/* Compiles without the lock. Fills log, image and text. */
int compile(struct program *, const struct options *);

/* Appends a wrapper for each `extern "C" __global__` definition in preprocessed text; to be freed. */
char *wrap_kernels(const char *text);

extern const char shim_text[], shim_end[];
