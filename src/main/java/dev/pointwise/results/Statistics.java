package dev.pointwise.results;

import java.util.Arrays;

/**
 * What a set of samples comes to. Quantiles between two samples are interpolated linearly.
 *
 * @param count how many samples
 * @param min the least
 * @param q1 the lower quartile
 * @param median the median
 * @param q3 the upper quartile
 * @param max the greatest
 */
public record Statistics(int count, double min, double q1, double median, double q3, double max) {
  /**
   * The statistics of those samples, in any order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Statistics of(double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("samples are 0, expected at least 1");
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Statistics(
        sorted.length,
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  private static double quantile(double[] sorted, double part) {
    double position = part * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The spread: (q3 − q1) ÷ median; 0 if all samples are. */
  public double relativeIqr() {
    return q3 == q1 ? 0 : (q3 - q1) / median;
  }
}
