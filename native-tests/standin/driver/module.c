/* Modules: images made by the stand-in's own NVRTC, and nothing else. */
#define _GNU_SOURCE
#include "driver.h"
#include "module.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int nibble(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

/* The shared object within an image; to be freed. */
static unsigned char *unwrap(const char *image, uint64_t *bytes) {
    struct image head;
    if (strncmp(image, IMAGE_TEXT, strlen(IMAGE_TEXT)) == 0) {
        char *text;
        *bytes = strtoull(image + strlen(IMAGE_TEXT), &text, 10);
        if (*text++ != '\n' || strlen(text) != *bytes * 2)
            return NULL;
        unsigned char *so = malloc(*bytes);
        for (uint64_t i = 0; i < *bytes; i++)
            so[i] = (unsigned char)(nibble(text[2 * i]) << 4 | nibble(text[2 * i + 1]));
        return so;
    }
    if (strncmp(image, IMAGE_MAGIC, sizeof head.magic) != 0)
        return NULL;
    memcpy(&head, image, sizeof head);
    unsigned char *so = malloc(head.bytes);
    *bytes = head.bytes;
    return so ? memcpy(so, image + sizeof head, head.bytes) : NULL;
}

static int map(struct module *m, const unsigned char *so, uint64_t bytes) {
    char path[64];
    m->file = memfd_create("module", MFD_CLOEXEC);
    for (uint64_t done = 0; m->file >= 0 && done < bytes;) {
        ssize_t n = write(m->file, so + done, bytes - done);
        if (n <= 0)
            return 0;
        done += (uint64_t)n;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", m->file);   /* open while loaded, so the path names one module */
    m->object = m->file < 0 ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!m->object)
        standin_note("module: %s", m->file < 0 ? "no memory file" : dlerror());
    return m->object != NULL;
}

static int load(void **out, const void *image) {
    if (!out || !image)
        return INVALID_VALUE;
    uint64_t bytes;
    unsigned char *so = unwrap(image, &bytes);
    if (!so)
        return INVALID_IMAGE;
    struct module m = {.context = standin_current(), .file = -1};
    int loaded = map(&m, so, bytes);
    free(so);
    if (!loaded) {
        if (m.file >= 0)
            close(m.file);
        return INVALID_IMAGE;
    }
    *out = standin_make(MODULE, sizeof m);
    memcpy(*out, &m, sizeof m);
    return SUCCESS;
}

API(cuModuleLoadData, CURRENT | UNSAFE, (void **out, const void *image), (out, image)) { return load(out, image); }

API(cuModuleLoadDataEx, CURRENT | UNSAFE, (void **out, const void *image, unsigned count, int *options, void **values),
    (out, image, count, options, values)) {
    (void)count, (void)options, (void)values;
    return load(out, image);
}

API(cuModuleUnload, CURRENT | RELEASES | UNSAFE, (void *handle), (handle)) {
    if (!standin_is(MODULE, handle))
        return INVALID_HANDLE;
    struct module *m = handle;
    for (struct function *f = m->functions; f; f = f->next)
        standin_retire(FUNCTION, f);
    dlclose(m->object);
    close(m->file);
    standin_retire(MODULE, m);
    return SUCCESS;
}

API(cuModuleGetFunction, CURRENT, (void **out, void *handle, const char *name), (out, handle, name)) {
    if (!out || !name)
        return INVALID_VALUE;
    if (!standin_is(MODULE, handle))
        return INVALID_HANDLE;
    struct module *m = handle;
    char symbol[256];
    snprintf(symbol, sizeof symbol, "standin_kernel_%s", name);
    const struct kernel *kernel = dlsym(m->object, symbol);
    if (!kernel)
        return NOT_FOUND;
    struct function *f = m->functions;
    while (f && f->kernel != kernel)
        f = f->next;
    if (!f) {
        f = standin_make(FUNCTION, sizeof *f);
        *f = (struct function){m->context, kernel, m->functions};
        m->functions = f;
    }
    *out = f;
    return SUCCESS;
}
