/* Every half and E4M3 both ways, and the neighbourhoods where rounding turns. */
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
    for (unsigned e = 0; e < 0x7E; e++) {
        float low = e4m3_to_float((unsigned char)e), high = e4m3_to_float((unsigned char)(e + 1)), middle = (low + high) / 2;
        unsigned exponent = e >> 3, mantissa = e & 7;
        EXPECT(low == (float)(exponent ? ldexp(8 + mantissa, (int)exponent - 10) : ldexp(mantissa, -9)), 1);
        EXPECT(float_to_e4m3(low), e);
        EXPECT(float_to_e4m3(-low), e | 0x80);
        EXPECT(float_to_e4m3(middle), e & 1 ? e + 1 : e);
        EXPECT(float_to_e4m3(nextafterf(middle, 0)), e);
        EXPECT(float_to_e4m3(nextafterf(middle, 1e9f)), e + 1);
    }
    EXPECT(e4m3_to_float(0x7E), 448);
    EXPECT(e4m3_to_float(0xFE), -448);
    EXPECT(isnan(e4m3_to_float(0xFF)), 1);
    EXPECT(float_to_e4m3(464), 0x7E);
    EXPECT(float_to_e4m3(464.1f), 0x7F);
    EXPECT(float_to_e4m3(-INFINITY), 0xFF);
    EXPECT(float_to_e4m3(NAN), 0x7F);
    EXPECT(round_to_tf32(2049), 2048);
    EXPECT(round_to_tf32(2051), 2052);
    EXPECT(isinf(round_to_tf32(INFINITY)), 1);
}
