/* 16-bit and 8-bit floats, rounded to nearest even. C and C++, without headers: kernels are compiled behind it too. */
#pragma once

static inline unsigned bits_of_float(float f) {
    unsigned bits;
    __builtin_memcpy(&bits, &f, 4);
    return bits;
}

static inline float float_of_bits(unsigned bits) {
    float f;
    __builtin_memcpy(&f, &bits, 4);
    return f;
}

static inline float half_to_float(unsigned short h) {
    unsigned sign = (unsigned)(h & 0x8000u) << 16, rest = h & 0x7FFFu;
    if (rest >= 0x7C00u)                                        /* infinity, NaN */
        return float_of_bits(sign | 0x7F800000u | (rest & 0x3FFu) << 13);
    /* an exponent too small by 112, put right by a multiplication that is exact for subnormals too */
    float magnitude = float_of_bits(rest << 13) * 0x1p112f;
    return float_of_bits(sign | bits_of_float(magnitude));
}

static inline unsigned short float_to_half(float f) {
    unsigned bits = bits_of_float(f), sign = bits >> 16 & 0x8000u, rest = bits & 0x7FFFFFFFu;
    if (rest > 0x7F800000u)
        return 0x7FFF;                                          /* the one NaN that the hardware makes */
    if (rest >= 0x477FF000u)                                    /* from halfway beyond the largest */
        return (unsigned short)(sign | 0x7C00u);
    if (rest < 0x38800000u) {                                   /* subnormal: the adder rounds */
        float aligned = float_of_bits(rest) + 0.5f;
        return (unsigned short)(sign | (bits_of_float(aligned) - 0x3F000000u));
    }
    return (unsigned short)(sign | (rest - 0x38000000u + 0xFFFu + (rest >> 13 & 1u)) >> 13);
}

static inline float bfloat16_to_float(unsigned short b) { return float_of_bits((unsigned)b << 16); }

static inline unsigned short float_to_bfloat16(float f) {
    unsigned bits = bits_of_float(f);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u)
        return 0x7FFF;
    return (unsigned short)((bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16);
}

/* No infinities; one NaN of either sign. */
static inline float e4m3_to_float(unsigned char e) {
    unsigned sign = (unsigned)(e & 0x80u) << 24, rest = e & 0x7Fu;
    if (rest == 0x7Fu)
        return float_of_bits(sign | 0x7FC00000u);
    return float_of_bits(sign | bits_of_float(float_of_bits(rest << 20) * 0x1p120f));
}

/* What rounds to more than the largest, 448, becomes NaN; saturating is the caller's. */
static inline unsigned char float_to_e4m3(float f) {
    unsigned bits = bits_of_float(f), sign = bits >> 24 & 0x80u, rest = bits & 0x7FFFFFFFu;
    if (rest > 0x43E80000u)                                     /* from beyond halfway to 480 */
        return (unsigned char)(sign | 0x7Fu);
    if (rest < 0x3C800000u) {                                   /* subnormal: the adder rounds */
        float aligned = float_of_bits(rest) + 16384.0f;
        return (unsigned char)(sign | (bits_of_float(aligned) - 0x46800000u));
    }
    return (unsigned char)(sign | (rest - 0x3C000000u + 0x7FFFFu + (rest >> 20 & 1u)) >> 20);
}

/* Ten bits of mantissa; infinities and NaN stay. */
static inline float round_to_tf32(float f) {
    unsigned bits = bits_of_float(f);
    unsigned rounded = (bits + 0xFFFu + (bits >> 13 & 1u)) & ~0x1FFFu;
    return float_of_bits((bits & 0x7F800000u) == 0x7F800000u ? bits : rounded);
}
