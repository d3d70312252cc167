#include "support.h"
#include "lt.h"

#define ANY 1, 1, 0

static const struct support supported[] = {
    {COMPUTE_16F, F16, F16, F16, F16, F16, ANY},
    {COMPUTE_32F, F32, F16, F16, F16, F16, ANY},
    {COMPUTE_32F, F32, F16, F32, F32, F32, ANY},
    {COMPUTE_32F, F32, BF16, BF16, BF16, BF16, ANY},
    {COMPUTE_32F, F32, BF16, F32, F32, F32, ANY},
    {COMPUTE_32F, F32, F32, F32, F32, F32, ANY},
    {COMPUTE_32F_FAST_16F, F32, F32, F32, F32, F32, ANY},
    {COMPUTE_32F_FAST_16BF, F32, F32, F32, F32, F32, ANY},
    {COMPUTE_32F_FAST_TF32, F32, F32, F32, F32, F32, ANY},
};

#define MANY (int)(sizeof supported / sizeof *supported)

static int plain(int compute) {
    switch (compute) {
        case COMPUTE_16F_PEDANTIC: return COMPUTE_16F;
        case COMPUTE_32F_PEDANTIC: return COMPUTE_32F;
        case COMPUTE_32I_PEDANTIC: return COMPUTE_32I;
        default: return compute;
    }
}

const struct support *support_find(int compute, int scale, int a, int b, int c, int d) {
    for (int i = 0; i < MANY; i++) {
        const struct support *s = &supported[i];
        if (s->compute == plain(compute) && s->scale == scale && s->ab == a && s->ab == b && s->c == c && s->d == d)
            return s;
    }
    return NULL;
}
