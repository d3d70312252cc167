package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Between which times the median of a distribution lies, given samples of it.
 *
 * <p>The interval of order statistics (Conover, Practical Nonparametric Statistics, 3rd edition,
 * section 3.2): of n samples, the median lies between the k-th least and the k-th greatest, but for
 * a part of 2·P(B(n, ½) &lt; k) of all cases, whatever the distribution; k is the greatest that
 * keeps this part within 1 − {@link #LEVEL}. That supposes samples independent of each other, which
 * those of a machine that drifts are not: so the interval is widened to hold the medians of both
 * {@link Halves}.
 */
final class MedianInterval {
  /** How sure it is that the median lies in the interval. */
  static final double LEVEL = 0.99;

  /** Fewer samples than this leave no interval of that level. */
  static final int LEAST_SAMPLES = 8;

  private MedianInterval() {}

  /** The interval; empty if there are too few samples. */
  static Optional<Interval> of(Measurement measurement) {
    List<Double> sorted = measurement.samples().stream().sorted().toList();
    int count = sorted.size();
    int rank = BinomialDistribution.of(count, 0.5).inverseCumulativeProbability((1 - LEVEL) / 2);
    if (rank == 0) {
      return Optional.empty();
    }
    Halves halves = Halves.of(measurement);
    return Optional.of(
        new Interval(
            Math.min(sorted.get(rank - 1), Math.min(halves.first(), halves.second())),
            Math.max(sorted.get(count - rank), Math.max(halves.first(), halves.second()))));
  }
}
