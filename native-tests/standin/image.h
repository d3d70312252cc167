/* What the NVRTC library makes and the driver loads: a shared object behind a header, or its text form. */
#pragma once
#include <stdint.h>

#define IMAGE_MAGIC "PWSTANDINCUBIN1"       /* 16 bytes with its end */
#define IMAGE_TEXT "// pointwise stand-in ptx "

struct image {
    char magic[16];
    uint64_t bytes;
};

/* One per kernel, under the name standin_kernel_NAME. */
struct kernel {
    void (*run)(void **parameters, const unsigned *grid, const unsigned *block);
    int parameters;
    const unsigned *sizes;
};
