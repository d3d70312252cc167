/* Every half both ways, and the neighbourhoods where rounding turns. */
#include "check.h"
#include "../numbers.h"
#include <math.h>

static double value(unsigned h) {
    unsigned exponent = h >> 10 & 31, mantissa = h & 1023;
    double magnitude = exponent ? ldexp(1024 + mantissa, (int)exponent - 25) : ldexp(mantissa, -24);
    return h & 0x8000 ? -magnitude : magnitude;
}

void check_numbers(void) {
    for (unsigned h = 0; h < 0x10000; h++) {
        float f = half_to_float((unsigned short)h);
        if ((h & 0x7FFF) > 0x7C00) {
            EXPECT(isnan(f), 1);
            continue;
        }
        EXPECT(float_to_half(f), h);
        if ((h & 0x7FFF) >= 0x7BFF)
            continue;
        EXPECT(f == value(h), 1);
        double middle = (value(h) + value(h + 1)) / 2;
        EXPECT(float_to_half((float)middle), h & 1 ? h + 1 : h);
        EXPECT(float_to_half(nextafterf((float)middle, 0)), h);
        EXPECT(float_to_half(nextafterf((float)middle, h & 0x8000 ? -1e9f : 1e9f)), h + 1);
    }
    EXPECT(float_to_half(65519.99f), 0x7BFF);
    EXPECT(float_to_half(65520.0f), 0x7C00);
    EXPECT(float_to_half(-1e30f), 0xFC00);
    EXPECT(isnan(half_to_float(float_to_half(NAN))), 1);
    for (unsigned b = 0; b < 0x7F80; b++) {
        EXPECT(float_to_bfloat16(float_of_bits(b << 16)), b);
        EXPECT(float_to_bfloat16(float_of_bits(b << 16 | 0x7FFF)), b);
        EXPECT(float_to_bfloat16(float_of_bits(b << 16 | 0x8000)), b & 1 ? b + 1 : b);
        EXPECT(float_to_bfloat16(float_of_bits(b << 16 | 0x8001)), b + 1);
    }
    EXPECT(isnan(bfloat16_to_float(float_to_bfloat16(float_of_bits(0x7F800001)))), 1);
    EXPECT(round_to_tf32(2049), 2048);
    EXPECT(round_to_tf32(2051), 2052);
    EXPECT(isinf(round_to_tf32(INFINITY)), 1);
}
