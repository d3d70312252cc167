package dev.pointwise.cpu;

/**
 * The activations that need more than comparisons and products, over arrays of binary32, in loops
 * that the JIT vectorizes. They are computed in binary64, where neither cancellation nor overflow
 * matters to a binary32 result, and rounded once. Not thread-safe.
 *
 * <p>NaN stays NaN; at −∞ those that are x times a factor see x no further than where their result
 * has become 0.
 */
final class Functions {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double LARGE = 1000;

  private final double[] work = new double[Lines.LONGEST];
  private final double[] ratio = new double[Lines.LONGEST];
  private final Exponential exponential = new Exponential();

  void elu(float[] x, int count, float alpha) {
    for (int i = 0; i < count; i++) {
      work[i] = Math.min(x[i], 0f);
    }
    exponential.expMinus1(work, count);
    for (int i = 0; i < count; i++) {
      x[i] = Math.max(x[i], 0f) + (float) (alpha * work[i]);
    }
  }

  void sigmoid(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      work[i] = -x[i];
    }
    exponential.exp(work, count);
    for (int i = 0; i < count; i++) {
      x[i] = (float) (1 / (1 + work[i]));
    }
  }

  void tanh(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      work[i] = 2 * Math.min(Math.max((double) x[i], -20), 20);
    }
    exponential.expMinus1(work, count);
    for (int i = 0; i < count; i++) {
      x[i] = (float) (work[i] / (work[i] + 2));
    }
  }

  void silu(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      work[i] = -x[i];
    }
    weightBySigmoid(x, count);
  }

  void geluTanh(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      double v = x[i];
      work[i] = -2 * ROOT_TWO_OVER_PI * (v + 0.044715 * v * v * v);
    }
    weightBySigmoid(x, count);
  }

  /** x / (1 + e^work). */
  private void weightBySigmoid(float[] x, int count) {
    exponential.exp(work, count);
    for (int i = 0; i < count; i++) {
      x[i] = (float) (Math.max((double) x[i], -LARGE) / (1 + work[i]));
    }
  }

  /**
   * x·erfc(−x/√2)/2. Erfc is t·e^(−z² + P(t)) with t = 1/(1 + z/2) for z ≥ 0, where P is the
   * Chebyshev fit of Numerical Recipes' erfcc: its error is below 1.2·10⁻⁷ of the result, in the
   * tails too; and 2 − erfc(z) for −z.
   */
  void gelu(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      double z = Math.min(Math.abs(x[i] * ROOT_HALF), LARGE);
      double t = 1 / (1 + 0.5 * z);
      ratio[i] = t;
      work[i] = erfcExponent(t) - z * z;
    }
    exponential.exp(work, count);
    for (int i = 0; i < count; i++) {
      double tail = 0.5 * ratio[i] * work[i];
      double positive = Math.max((double) x[i], 0);
      double magnitude = Math.min(Math.abs((double) x[i]), LARGE);
      x[i] = (float) (positive - magnitude * tail);
    }
  }

  private static double erfcExponent(double t) {
    double sum = 0.17087277;
    sum = sum * t - 0.82215223;
    sum = sum * t + 1.48851587;
    sum = sum * t - 1.13520398;
    sum = sum * t + 0.27886807;
    sum = sum * t - 0.18628806;
    sum = sum * t + 0.09678418;
    sum = sum * t + 0.37409196;
    sum = sum * t + 1.00002368;
    return sum * t - 1.26551223;
  }

  /** max(x, 0) + ln(1 + u) with u = e^−|x|. */
  void softplus(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      work[i] = -Math.abs(x[i]);
    }
    exponential.exp(work, count);
    for (int i = 0; i < count; i++) {
      x[i] = (float) (Math.max(x[i], 0f) + logOnePlus(work[i]));
    }
  }

  /** ln(1 + u) = 2·artanh(u/(2 + u)) for 0 ≤ u ≤ 1, by its series; no cancellation near 0. */
  private static double logOnePlus(double u) {
    double s = u / (2 + u);
    double q = s * s;
    double sum = 1.0 / 17;
    sum = sum * q + 1.0 / 15;
    sum = sum * q + 1.0 / 13;
    sum = sum * q + 1.0 / 11;
    sum = sum * q + 1.0 / 9;
    sum = sum * q + 1.0 / 7;
    sum = sum * q + 1.0 / 5;
    sum = sum * q + 1.0 / 3;
    sum = sum * q + 1;
    return 2 * s * sum;
  }

  /** tanh(ln(1 + e)) = n/(n + 2) with n = e·(e + 2) and e = eˣ. */
  void mish(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      work[i] = Math.min((double) x[i], 40);
    }
    exponential.exp(work, count);
    for (int i = 0; i < count; i++) {
      double n = work[i] * (work[i] + 2);
      x[i] = (float) (Math.max((double) x[i], -LARGE) * (n / (n + 2)));
    }
  }
}
