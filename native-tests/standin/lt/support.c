#include "support.h"
#include "lt.h"

#define ANY 1, 1, 0
#define IMMA 4, 4, 72
#define FP8 16, 16, 89

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
    {COMPUTE_32F, F32, E4M3, F16, F16, F16, FP8},
    {COMPUTE_32F, F32, E4M3, BF16, BF16, BF16, FP8},
    {COMPUTE_32F, F32, E4M3, F32, F32, BF16, FP8},
    {COMPUTE_32F, F32, I8, F32, F32, NO_EPILOGUE, IMMA},
    {COMPUTE_32I, I32, I8, I32, I32, NO_EPILOGUE, IMMA},
    {COMPUTE_32I, F32, I8, I8, I8, NO_EPILOGUE, IMMA},
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
