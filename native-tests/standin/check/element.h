/* Elements of the types that products take, as floats. */
#pragma once
#include "../numbers.h"

enum { F32 = 0, F16 = 2, I8 = 3, I32 = 10, BF16 = 14, E4M3 = 28, COMPUTE_32F = 68, COMPUTE_32I = 72, FAST_TF32 = 77 };

static inline size_t size_of(int type) {
    return type == F16 || type == BF16 ? 2 : type == I8 || type == E4M3 ? 1 : 4;
}

static inline void put(int type, void *at, int64_t i, float f) {
    switch (type) {
        case F32: ((float *)at)[i] = f; break;
        case F16: ((uint16_t *)at)[i] = float_to_half(f); break;
        case BF16: ((uint16_t *)at)[i] = float_to_bfloat16(f); break;
        case E4M3: ((uint8_t *)at)[i] = float_to_e4m3(f); break;
        case I32: ((int32_t *)at)[i] = (int32_t)f; break;
        default: ((int8_t *)at)[i] = (int8_t)f;
    }
}

static inline float get(int type, const void *at, int64_t i) {
    switch (type) {
        case F32: return ((const float *)at)[i];
        case F16: return half_to_float(((const uint16_t *)at)[i]);
        case BF16: return bfloat16_to_float(((const uint16_t *)at)[i]);
        case E4M3: return e4m3_to_float(((const uint8_t *)at)[i]);
        case I32: return (float)((const int32_t *)at)[i];
        default: return ((const int8_t *)at)[i];
    }
}
