package dev.pointwise.compare;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What there is to be said about a difference between two sets of samples.
 *
 * @param ratio new median ÷ old median
 * @param baseline where the old median lies; empty if there are too few samples to say
 * @param candidate where the new median lies, likewise
 * @param p of the Mann–Whitney U test, two-sided: how often samples of the same distribution would
 *     differ so much in rank
 * @param floor the difference that is nothing but noise
 * @param clocks new clock ÷ old clock, where both are known
 */
public record Evidence(
    double ratio,
    Optional<Interval> baseline,
    Optional<Interval> candidate,
    double p,
    Floor floor,
    OptionalDouble clocks) {
  /** The difference, as a part of the shorter time; never negative. */
  public double effect() {
    return Math.max(ratio, 1 / ratio) - 1;
  }

  /** Whether both medians are known well enough to lie apart. */
  public boolean apart() {
    return baseline.isPresent() && candidate.isPresent() && baseline.get().apart(candidate.get());
  }
}
