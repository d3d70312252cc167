/* Element types: their sizes, and their way to float and back. */
#include "gemm.h"
#include "../numbers.h"
#include <math.h>
#include <string.h>

int type_size(int type) {
    switch (type) {
        case F64: return 8;
        case F16: case BF16: return 2;
        case I8: case E4M3: return 1;
        default: return 4;
    }
}

double read_scalar(int type, const void *at) {
    switch (type) {
        case F64: return *(const double *)at;
        case F16: return half_to_float(*(const uint16_t *)at);
        case I32: return *(const int32_t *)at;
        default: return *(const float *)at;
    }
}

static inline float from_half(uint16_t h) {
#ifdef __F16C__
    _Float16 f;
    memcpy(&f, &h, 2);
    return (float)f;
#else
    return half_to_float(h);
#endif
}

static float from_e4m3(uint8_t e) {
    static float table[256];
    static int made;
    for (int i = 0; !made && i < 256; i++)
        table[i] = e4m3_to_float((unsigned char)i);
    made = 1;
    return table[e];
}

void widen(int type, const void *from, int64_t count, float *to) {
    switch (type) {
        case F32: memcpy(to, from, (size_t)count * 4); break;
        case F16:
            for (int64_t i = 0; i < count; i++)
                to[i] = from_half(((const uint16_t *)from)[i]);
            break;
        case BF16:
            for (int64_t i = 0; i < count; i++)
                to[i] = bfloat16_to_float(((const uint16_t *)from)[i]);
            break;
        case E4M3:
            for (int64_t i = 0; i < count; i++)
                to[i] = from_e4m3(((const uint8_t *)from)[i]);
            break;
        case I32:
            for (int64_t i = 0; i < count; i++)
                to[i] = (float)((const int32_t *)from)[i];
            break;
        default:
            for (int64_t i = 0; i < count; i++)
                to[i] = ((const int8_t *)from)[i];
    }
}

static float within(float value, float least, float most) { return value < least ? least : value > most ? most : value; }

void narrow(int type, const float *from, int64_t count, void *to) {
    switch (type) {
        case F32: memcpy(to, from, (size_t)count * 4); break;
        case F16:
            for (int64_t i = 0; i < count; i++)
                ((uint16_t *)to)[i] = float_to_half(from[i]);
            break;
        case BF16:
            for (int64_t i = 0; i < count; i++)
                ((uint16_t *)to)[i] = float_to_bfloat16(from[i]);
            break;
        default:
            for (int64_t i = 0; i < count; i++)
                ((int8_t *)to)[i] = (int8_t)rintf(within(from[i], -128, 127));
    }
}
