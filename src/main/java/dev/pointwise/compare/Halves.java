package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import java.util.List;

/**
 * The medians of the first and the second half of samples, in the order they were taken. If the
 * machine drifts, they differ.
 *
 * @param first in seconds
 * @param second in seconds
 */
record Halves(double first, double second) {
  /** The halves of those samples; both are all of them if there is one only. */
  static Halves of(Measurement measurement) {
    List<Double> samples = measurement.samples();
    int count = samples.size();
    return new Halves(
        median(samples.subList(0, Math.max(1, count / 2))),
        median(samples.subList(count / 2, count)));
  }

  private static double median(List<Double> samples) {
    return Statistics.of(samples.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  /** ln(second ÷ first). */
  double difference() {
    return Math.log(second / first);
  }
}
