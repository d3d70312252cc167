package dev.pointwise.bench;

import java.util.List;

/**
 * The samples of one case.
 *
 * @param samples seconds for one run, in the order they were taken
 * @param runs how many runs each sample is the mean of
 * @param stop why there are no more of them
 */
public record Measurement(List<Double> samples, int runs, String stop) {
  /**
   * Copies the samples.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Measurement {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples are 0, expected at least 1");
    }
  }

  /** The same, where each run was that many runs of something else. */
  Measurement parts(int parts) {
    return new Measurement(
        samples.stream().map(seconds -> seconds / parts).toList(),
        Math.multiplyExact(runs, parts),
        stop);
  }

  /** What they come to. */
  public Statistics statistics() {
    return Statistics.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
