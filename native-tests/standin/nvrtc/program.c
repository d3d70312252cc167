/* NVRTC's programs. */
#define _GNU_SOURCE
#include "program.h"
#include <stdlib.h>
#include <string.h>

static struct program *alive(void *handle) { return standin_is(NVRTC_PROGRAM, handle) ? handle : NULL; }

API(nvrtcVersion, FREE | NVRTC, (int *major, int *minor), (major, minor)) {
    if (!major || !minor)
        return RTC_INVALID_INPUT;
    *major = NVRTC_MAJOR;
    *minor = NVRTC_MINOR;
    return RTC_SUCCESS;
}

API(nvrtcGetNumSupportedArchs, FREE | NVRTC, (int *count), (count)) {
    if (!count)
        return RTC_INVALID_INPUT;
    *count = architecture_count;
    return RTC_SUCCESS;
}

API(nvrtcGetSupportedArchs, FREE | NVRTC, (int *out), (out)) {
    if (!out)
        return RTC_INVALID_INPUT;
    memcpy(out, architectures, (size_t)architecture_count * sizeof *out);
    return RTC_SUCCESS;
}

API(nvrtcCreateProgram, FREE | NVRTC,
    (void **out, const char *source, const char *name, int headers, const char *const *texts, const char *const *names),
    (out, source, name, headers, texts, names)) {
    if (!out || !source || headers < 0 || (headers && (!texts || !names)))
        return RTC_INVALID_INPUT;
    struct program *p = standin_make(NVRTC_PROGRAM, sizeof *p);
    p->source = strdup(source);
    p->name = strdup(name && *name ? name : "default_program");
    p->headers = headers;
    p->header_names = calloc((size_t)headers + 1, sizeof(char *));
    p->header_texts = calloc((size_t)headers + 1, sizeof(char *));
    for (int i = 0; i < headers; i++) {
        p->header_names[i] = strdup(names[i]);
        p->header_texts[i] = strdup(texts[i]);
    }
    *out = p;
    return RTC_SUCCESS;
}

API(nvrtcDestroyProgram, FREE | NVRTC, (void **handle), (handle)) {
    struct program *p = handle ? alive(*handle) : NULL;
    if (!p)
        return RTC_INVALID_PROGRAM;
    for (int i = 0; i < p->headers; i++) {
        free(p->header_names[i]);
        free(p->header_texts[i]);
    }
    free(p->header_names);
    free(p->header_texts);
    free(p->source);
    free(p->name);
    free(p->log);
    free(p->image);
    free(p->text);
    standin_retire(NVRTC_PROGRAM, p);
    *handle = NULL;
    return RTC_SUCCESS;
}

API(nvrtcCompileProgram, FREE | NVRTC, (void *handle, int count, const char *const *given), (handle, count, given)) {
    struct program *p = alive(handle);
    if (!p)
        return RTC_INVALID_PROGRAM;
    if (count < 0 || (count && !given))
        return RTC_INVALID_INPUT;
    struct options options;
    char reason[512];
    int result = options_read(&options, count, given, reason, sizeof reason);
    if (result) {
        free(p->log);
        p->log = strdup(reason);
        return result;
    }
    standin_unlock();
    result = compile(p, &options);
    standin_lock();
    return result;
}

/* What a getter hands out, with its terminating zero where it is text. */
enum part { LOG, PTX, CUBIN };

static int part(void *handle, enum part which, const char **data, size_t *bytes) {
    struct program *p = alive(handle);
    if (!p)
        return RTC_INVALID_PROGRAM;
    if (which == LOG) {
        *data = p->log ? p->log : "";
        *bytes = strlen(*data) + 1;
        return RTC_SUCCESS;
    }
    if (!p->image)
        return RTC_INVALID_PROGRAM;
    *data = which == PTX ? p->text : p->image;
    *bytes = which == PTX ? strlen(p->text) + 1 : p->real ? p->image_bytes : 0;
    return RTC_SUCCESS;
}

static int size(void *handle, enum part which, size_t *out) {
    const char *data;
    size_t bytes;
    int result = part(handle, which, &data, &bytes);
    if (!result && !out)
        return RTC_INVALID_INPUT;
    if (!result)
        *out = bytes;
    return result;
}

static int copy(void *handle, enum part which, char *out) {
    const char *data;
    size_t bytes;
    int result = part(handle, which, &data, &bytes);
    if (!result && (!out || !bytes))
        return RTC_INVALID_INPUT;
    if (!result)
        memcpy(out, data, bytes);
    return result;
}

API(nvrtcGetProgramLogSize, FREE | NVRTC, (void *p, size_t *out), (p, out)) { return size(p, LOG, out); }
API(nvrtcGetProgramLog, FREE | NVRTC, (void *p, char *out), (p, out)) { return copy(p, LOG, out); }
API(nvrtcGetPTXSize, FREE | NVRTC, (void *p, size_t *out), (p, out)) { return size(p, PTX, out); }
API(nvrtcGetPTX, FREE | NVRTC, (void *p, char *out), (p, out)) { return copy(p, PTX, out); }
API(nvrtcGetCUBINSize, FREE | NVRTC, (void *p, size_t *out), (p, out)) { return size(p, CUBIN, out); }
API(nvrtcGetCUBIN, FREE | NVRTC, (void *p, char *out), (p, out)) { return copy(p, CUBIN, out); }
