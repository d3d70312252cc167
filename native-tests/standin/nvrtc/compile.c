/* Runs the C++ compiler twice: to preprocess, so that kernels can be found, and to build a shared object. */
#define _GNU_SOURCE
#include "program.h"
#include "../image.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct folder {
    char path[PATH_MAX - 300];
};

static char *within(const struct folder *f, const char *name, char *path) {
    snprintf(path, PATH_MAX, "%s/%s", f->path, name);
    return path;
}

static int open_folder(struct folder *f) {
    const char *parent = getenv("TMPDIR");
    snprintf(f->path, sizeof f->path, "%s/pointwise-kernel-XXXXXX", parent && *parent ? parent : "/tmp");
    return mkdtemp(f->path) != NULL;
}

static void remove_folder(const struct folder *f) {
    char path[PATH_MAX];
    DIR *directory = opendir(f->path);
    for (struct dirent *e; directory && (e = readdir(directory));)
        if (e->d_name[0] != '.' || (e->d_name[1] && e->d_name[1] != '.'))
            unlink(within(f, e->d_name, path));
    if (directory)
        closedir(directory);
    rmdir(f->path);
}

static int put(const struct folder *f, const char *name, const char *text, size_t bytes) {
    char path[PATH_MAX];
    FILE *file = fopen(within(f, name, path), "we");
    if (!file)
        return 0;
    int good = fwrite(text, 1, bytes, file) == bytes;
    return fclose(file) == 0 && good;
}

static char *take(const struct folder *f, const char *name, size_t *bytes) {
    char path[PATH_MAX];
    struct stat status;
    FILE *file = fopen(within(f, name, path), "re");
    if (!file || fstat(fileno(file), &status)) {
        if (file)
            fclose(file);
        return NULL;
    }
    char *text = malloc((size_t)status.st_size + 1);
    *bytes = fread(text, 1, (size_t)status.st_size, file);
    text[*bytes] = 0;
    fclose(file);
    return text;
}

/* Standard output and error go to the log. Returns the exit status, or -1. */
static int run(const struct folder *f, const char *const *command) {
    char log[PATH_MAX];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, within(f, "log", log), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t child;
    int failed = posix_spawnp(&child, command[0], &actions, NULL, (char *const *)command, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
        return -1;
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *compiler(void) {
    const char *own = getenv("POINTWISE_STANDIN_CXX"), *general = getenv("CXX");
    return own && *own ? own : general && *general ? general : COMPILER;
}

static char *text_form(const char *object, size_t bytes) {
    static const char digits[] = "0123456789abcdef";
    char head[64];
    int length = snprintf(head, sizeof head, IMAGE_TEXT "%zu\n", bytes);
    char *text = malloc((size_t)length + 2 * bytes + 1);
    char *at = memcpy(text, head, (size_t)length);
    at += length;
    for (size_t i = 0; i < bytes; i++) {
        *at++ = digits[(unsigned char)object[i] >> 4];
        *at++ = digits[object[i] & 15];
    }
    *at = 0;
    return text;
}

static void keep(struct program *p, const char *object, size_t bytes) {
    struct image head = {.magic = IMAGE_MAGIC, .bytes = bytes};
    p->image_bytes = sizeof head + bytes;
    p->image = malloc(p->image_bytes);
    memcpy(p->image, &head, sizeof head);
    memcpy(p->image + sizeof head, object, bytes);
    p->text = text_form(object, bytes);
}

static int preprocess(const struct folder *f, const struct options *o) {
    char shim[PATH_MAX], in[PATH_MAX], out[PATH_MAX], here[PATH_MAX];
    const char *command[96] = {compiler(), "-E", "-x", "c++", "-I", within(f, ".", here), "-include",
                               within(f, "shim.h", shim), "-o", within(f, "whole.ii", out)};
    int n = 10;
    for (int i = 0; i < o->count; i++)
        command[n++] = o->pass[i];
    command[n++] = within(f, "source", in);
    return run(f, command) == 0;
}

static int build(const struct folder *f, const struct options *o) {
    char in[PATH_MAX], out[PATH_MAX];
    const char *command[96] = {
        compiler(), "-x", "c++", "-w", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-ffp-contract=off",
        "-fno-strict-aliasing", "-fno-exceptions", "-fno-rtti", "-fno-math-errno", "-fno-stack-protector",
        "-fsanitize=alignment", "-fsanitize-undefined-trap-on-error",
        "-D__standin_kernel__=", "-nodefaultlibs", o->pass[o->count - 1], "-o",
        within(f, "object", out), within(f, "wrapped.cpp", in), "-lm", "-lc"};
    return run(f, command) == 0;
}

static int work(struct program *p, const struct options *o, const struct folder *f) {
    int good = put(f, "shim.h", shim_text, (size_t)(shim_end - shim_text))
        && put(f, "source", p->source, strlen(p->source));
    for (int i = 0; good && i < p->headers; i++)
        good = !strchr(p->header_names[i], '/') && put(f, p->header_names[i], p->header_texts[i], strlen(p->header_texts[i]));
    if (!good)
        return RTC_CREATION_FAILURE;
    if (!preprocess(f, o))
        return RTC_COMPILATION;
    size_t bytes;
    char *whole = take(f, "whole.ii", &bytes);
    char *wrapped = whole ? wrap_kernels(whole) : NULL;
    good = wrapped && put(f, "wrapped.cpp", wrapped, strlen(wrapped));
    free(whole);
    free(wrapped);
    if (!good)
        return RTC_INTERNAL_ERROR;
    if (!build(f, o))
        return RTC_COMPILATION;
    char *object = take(f, "object", &bytes);
    if (!object)
        return RTC_INTERNAL_ERROR;
    keep(p, object, bytes);
    free(object);
    return RTC_SUCCESS;
}

/* In the log the source goes by the name that the caller gave it. */
static char *with_name(const char *log, const char *path, const char *name) {
    char *out = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&out, &bytes);
    for (const char *found; (found = strstr(log, path)); log = found + strlen(path))
        fprintf(stream, "%.*s%s", (int)(found - log), log, name);
    fputs(log, stream);
    fclose(stream);
    return out;
}

/* As NVIDIA's: found only if the dynamic linker knows where it lies, or if it is in the process already. */
static int builtins(struct program *p) {
    void *library = dlopen(BUILTINS, RTLD_LAZY);
    if (library) {
        dlclose(library);
        return 1;
    }
    free(p->log);
    p->log = strdup("nvrtc: error: failed to open " BUILTINS ".\n");
    return 0;
}

int compile(struct program *p, const struct options *o) {
    struct folder f;
    char source[PATH_MAX];
    if (!builtins(p))
        return RTC_BUILTIN_OPERATION_FAILURE;
    if (!open_folder(&f))
        return RTC_CREATION_FAILURE;
    int result = work(p, o, &f);
    size_t bytes;
    char *log = take(&f, "log", &bytes);
    free(p->log);
    p->log = log ? with_name(log, within(&f, "source", source), p->name)
                 : result ? strdup("the C++ compiler could not be run\n") : strdup("");
    free(log);
    p->real = o->real;
    remove_folder(&f);
    return result;
}
