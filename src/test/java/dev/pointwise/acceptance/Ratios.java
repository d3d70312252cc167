package dev.pointwise.acceptance;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ratios of times, above 1 where Pointwise is faster.
 *
 * @param all those there are
 */
record Ratios(List<Double> all) {
  /** Below this one, Pointwise counts as slower. */
  static final double SLOWER = 0.97;

  Ratios {
    all = all.stream().filter(Double::isFinite).toList();
  }

  static Ratios of(List<RaceCase> cases, ToDoubleFunction<RaceCase> ratio) {
    return new Ratios(cases.stream().map(ratio::applyAsDouble).toList());
  }

  int count() {
    return all.size();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  double geometricMean() {
    return Math.exp(all.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }

  double least() {
    return all.stream().mapToDouble(ratio -> ratio).min().orElse(Double.NaN);
  }

  long slower() {
    return all.stream().filter(ratio -> ratio < SLOWER).count();
  }

  /** The mean, and of how many; empty if there are none. */
  @Override
  public String toString() {
    return isEmpty() ? "" : String.format(Locale.ROOT, "%.2f× (%d)", geometricMean(), all.size());
  }
}
