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
 * @param shift the median ratio, in this series, of the rows sampled at the same time, else of all:
 *     what they have in common; 1 where there are too few rows to say
 * @param clocks new clock ÷ old clock, where both are known
 * @param pace what the same piece of arithmetic took then, new ÷ old, where both are known
 */
public record Evidence(
    double ratio,
    Optional<Interval> baseline,
    Optional<Interval> candidate,
    double p,
    Floor floor,
    double shift,
    OptionalDouble clocks,
    OptionalDouble pace) {
  /** A layer may be slowed down by so many times as much as the arithmetic, as a power. */
  private static final double MORE = 2;

  /** The difference, as a part of the shorter time; never negative. */
  public double effect() {
    return effect(ratio);
  }

  /** The difference that a ratio comes to, as a part of the shorter time. */
  static double effect(double ratio) {
    return Math.max(ratio, 1 / ratio) - 1;
  }

  /** The difference in pace, as a part of the shorter time; 0 where it is not known. */
  public double paceEffect() {
    return effect(pace.orElse(1));
  }

  /** The effect that is more than noise and the machine's pace come to together. */
  public double least() {
    return (1 + floor.effect()) * Math.pow(1 + paceEffect(), MORE) - 1;
  }

  /**
   * Whether the difference goes back to what all rows have in common, and that may be the machine's
   * doing.
   */
  boolean shared() {
    return effect(shift) <= Shifts.MOST_FLOORS * floor.effect()
        && effect(ratio / shift) <= floor.effect();
  }

  /** Whether both medians are known well enough to lie apart. */
  public boolean apart() {
    return baseline.isPresent() && candidate.isPresent() && baseline.get().apart(candidate.get());
  }
}
