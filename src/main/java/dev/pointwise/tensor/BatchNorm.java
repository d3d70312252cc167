package dev.pointwise.tensor;

/**
 * A batch normalization of inference, {@code y = scale·(x − mean)/√(variance + epsilon) + shift}
 * for each channel, as in the ONNX operator BatchNormalization.
 *
 * @param scale γ, one per channel
 * @param shift β, one per channel
 * @param mean the running mean, one per channel
 * @param variance the running variance, one per channel; not negative
 * @param epsilon what keeps the root from zero; not negative
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of four vectors; compared by nobody
public record BatchNorm(
    float[] scale, float[] shift, float[] mean, float[] variance, float epsilon) {
  /**
   * Checks the lengths and the variance.
   *
   * @throws IllegalArgumentException if the lengths differ, or {@code variance + epsilon} is not
   *     positive somewhere
   */
  public BatchNorm {
    requireLength("shift", shift, scale.length);
    requireLength("mean", mean, scale.length);
    requireLength("variance", variance, scale.length);
    for (int c = 0; c < variance.length; c++) {
      if (!(variance[c] >= 0 && epsilon >= 0 && variance[c] + epsilon > 0)) {
        throw new IllegalArgumentException(
            "variance["
                + c
                + "] + epsilon is "
                + variance[c]
                + " + "
                + epsilon
                + ", expected two numbers ≥ 0 with a sum > 0");
      }
    }
  }

  private static void requireLength(String name, float[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + " length is " + values.length + ", expected " + length + " as scale has");
    }
  }
}
