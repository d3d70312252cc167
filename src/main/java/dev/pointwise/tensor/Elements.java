package dev.pointwise.tensor;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;

/**
 * Conversion between binary32 and the narrower element types, to nearest, ties to even. NaN stays
 * NaN, values beyond the range become infinite, and subnormals are kept.
 */
public final class Elements {
  private Elements() {}

  /** The bfloat16 nearest to {@code value}. */
  public static short toBFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = bits + 0x7fff + ((bits >>> 16) & 1);
    return (short) ((Float.isNaN(value) ? bits | 0x400000 : rounded) >>> 16);
  }

  /** The value of a bfloat16. */
  public static float fromBFloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The TF32 value (8 exponent bits, 10 mantissa bits) nearest to {@code value}. */
  public static float toTf32(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = (bits + 0xfff + ((bits >>> 13) & 1)) & ~0x1fff;
    return Float.isNaN(value) || Float.isInfinite(value) ? value : Float.intBitsToFloat(rounded);
  }

  /** What is left of {@code value} once it is stored as {@code type}. */
  public static float stored(float value, DType type) {
    return switch (type) {
      case F32 -> value;
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BF16 -> fromBFloat16(toBFloat16(value));
    };
  }

  /** What a multiplication in {@code precision} makes of {@code value}. */
  public static float multiplied(float value, Precision precision) {
    return precision == Precision.TF32 ? toTf32(value) : stored(value, precision.storage());
  }
}
