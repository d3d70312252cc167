#pragma once
#include "../image.h"

struct function {
    struct context *context;
    const struct kernel *kernel;
    struct function *next;
};

struct module {
    struct context *context;
    void *object;
    int file;
    struct function *functions;
};
