package dev.pointwise.tensor;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;

/**
 * Conversion between binary32 and the narrower element types, to nearest, ties to even. NaN stays
 * NaN, values beyond the range become infinite, and subnormals are kept. The two quantized types
 * have no infinity: what lies beyond their range becomes its end.
 */
public final class Elements {
  private static final float LARGEST_E4M3 = 448;
  private static final float LARGEST_I8 = 127;
  private static final int LEAST_EXPONENT_E4M3 = -6;

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

  /** The E4M3 number nearest to {@code value}; ±448 for what lies beyond, infinities included. */
  public static byte toE4M3(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 24) & 0x80;
    if (Float.isNaN(value)) {
      return (byte) (sign | 0x7f);
    }
    float magnitude = Math.min(Math.abs(value), LARGEST_E4M3);
    int exponent = Math.max(Math.getExponent(magnitude), LEAST_EXPONENT_E4M3);
    int eighths = (int) Math.rint(Math.scalb((double) magnitude, 3 - exponent));
    return (byte) (sign | (((exponent - LEAST_EXPONENT_E4M3) << 3) + eighths));
  }

  /** The value of an E4M3 number. */
  public static float fromE4M3(byte bits) {
    int exponent = (bits >> 3) & 15;
    int mantissa = bits & 7;
    float magnitude =
        (bits & 0x7f) == 0x7f
            ? Float.NaN
            : Math.scalb(
                exponent == 0 ? mantissa : 8f + mantissa,
                Math.max(exponent - 1, 0) + LEAST_EXPONENT_E4M3 - 3);
    return bits < 0 ? -magnitude : magnitude;
  }

  /**
   * The integer nearest to {@code value}; −128 or 127 for what lies beyond, infinities included.
   *
   * @throws IllegalArgumentException for NaN, which no integer stands for
   */
  public static byte toI8(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException("value is NaN, expected a number: I8 has no NaN");
    }
    return (byte) Math.clamp(Math.rint(value), Byte.MIN_VALUE, Byte.MAX_VALUE);
  }

  /** The number to quantize a value to, before it is rounded: {@code value / scale}, cut off. */
  static float quantized(float value, float scale, DType type) {
    float largest = largest(type);
    return Math.clamp(value / scale, -largest, largest);
  }

  /**
   * The largest number of a quantized type: 448 or 127.
   *
   * @throws IllegalArgumentException if the type is not quantized
   */
  static float largest(DType type) {
    if (!type.quantized()) {
      throw new IllegalArgumentException("type is " + type + ", expected E4M3 or I8");
    }
    return type == DType.E4M3 ? LARGEST_E4M3 : LARGEST_I8;
  }

  /**
   * What is left of {@code value} once it is stored as {@code type}.
   *
   * @throws IllegalArgumentException for NaN as I8
   */
  public static float stored(float value, DType type) {
    return switch (type) {
      case F32 -> value;
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BF16 -> fromBFloat16(toBFloat16(value));
      case E4M3 -> fromE4M3(toE4M3(value));
      case I8 -> toI8(value);
    };
  }

  /** What a multiplication in {@code precision} makes of {@code value}. */
  public static float multiplied(float value, Precision precision) {
    return precision == Precision.TF32 ? toTf32(value) : stored(value, precision.storage());
  }
}
