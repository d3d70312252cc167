package dev.pointwise.cpu;

import static java.lang.foreign.MemorySegment.ofArray;

import java.lang.foreign.MemorySegment;

/**
 * eˣ and eˣ − 1 over arrays of binary64, in loops that the JIT vectorizes. The error is below 10⁻¹¹
 * of the result, also of eˣ − 1 near 0, which leaves binary32 results with their final rounding
 * alone. Not thread-safe.
 *
 * <p>x = k·ln 2 + r with an integer k and |r| ≤ ½·ln 2, so eˣ = 2ᵏ·(1 + m) with m = eʳ − 1, a
 * polynomial. 2ᵏ is put together from its bits, which travel through memory because the JIT does
 * not vectorize the conversion between the two types.
 */
final class Exponential {
  private static final double LARGEST = 700;
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN_2 = 0.6931471805599453;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MANTISSA_BITS = 52;

  private final double[] rounded = new double[Lines.LONGEST];
  private final int[] exponent = new int[Lines.LONGEST];
  private final long[] bits = new long[Lines.LONGEST];
  private final double[] power = new double[Lines.LONGEST];
  private final MemorySegment bitsMemory = ofArray(bits);
  private final MemorySegment powerMemory = ofArray(power);

  /** Replaces each x, taken as ±700 at most, by eˣ. NaN stays NaN. */
  void exp(double[] x, int count) {
    split(x, count);
    for (int i = 0; i < count; i++) {
      x[i] = power[i] + power[i] * x[i];
    }
  }

  /** Replaces each x, taken as ±700 at most, by eˣ − 1. NaN stays NaN. */
  void expMinus1(double[] x, int count) {
    split(x, count);
    for (int i = 0; i < count; i++) {
      x[i] = (power[i] - 1) + power[i] * x[i];
    }
  }

  /** Leaves 2ᵏ in {@code power} and m in {@code x}. */
  private void split(double[] x, int count) {
    for (int i = 0; i < count; i++) {
      double clamped = Math.min(Math.max(x[i], -LARGEST), LARGEST);
      rounded[i] = Math.rint(clamped * LOG2_E);
      x[i] = clamped - rounded[i] * LN_2;
    }
    for (int i = 0; i < count; i++) {
      exponent[i] = (int) rounded[i];
    }
    for (int i = 0; i < count; i++) {
      bits[i] = (long) (exponent[i] + EXPONENT_BIAS) << MANTISSA_BITS;
    }
    MemorySegment.copy(bitsMemory, 0, powerMemory, 0, (long) Double.BYTES * count);
    for (int i = 0; i < count; i++) {
      x[i] = minus1(x[i]);
    }
  }

  /** eʳ − 1 for |r| ≤ ½·ln 2: the Taylor polynomial of degree 9. */
  private static double minus1(double r) {
    double sum = 1.0 / 362880;
    sum = sum * r + 1.0 / 40320;
    sum = sum * r + 1.0 / 5040;
    sum = sum * r + 1.0 / 720;
    sum = sum * r + 1.0 / 120;
    sum = sum * r + 1.0 / 24;
    sum = sum * r + 1.0 / 6;
    sum = sum * r + 1.0 / 2;
    sum = sum * r + 1;
    return sum * r;
  }
}
