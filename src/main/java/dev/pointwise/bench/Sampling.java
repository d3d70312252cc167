package dev.pointwise.bench;

import java.util.function.LongSupplier;

/**
 * How samples are taken.
 *
 * @param rule when there are enough of a series
 * @param firstWarmUp seconds to run the very first case before its first sample: what it runs on
 *     has to be compiled and clocked up
 * @param warmUp seconds to run each other case
 * @param sample the shortest a sample of hot runs may be, in seconds
 * @param disturbances what notices that a sample is worth nothing
 * @param nanoTime the clock that everything goes by but the samples of a device
 */
record Sampling(
    StoppingRule rule,
    double firstWarmUp,
    double warmUp,
    double sample,
    Disturbances disturbances,
    LongSupplier nanoTime) {
  /** The spread to be reached, as a part of the median. */
  static final double SPREAD = 0.03;

  private static final int FEWEST_SAMPLES = 20;
  private static final int SETTLED_SAMPLES = 100;
  private static final int MOST_SAMPLES = 200;
  private static final double SETTLED_PART = 0.9;

  /**
   * The usual way: samples of at least 1 ms; at least 20 of a series, until their spread is down to
   * {@link #SPREAD}, or 100 and more no longer bring it down, or 200 are there.
   */
  static Sampling usual() {
    return new Sampling(
        StoppingRule.firstOf(
            new StoppingRule.Stable(SPREAD, FEWEST_SAMPLES),
            new StoppingRule.Settled(SETTLED_PART, SETTLED_SAMPLES),
            new StoppingRule.Enough(MOST_SAMPLES)),
        0.3,
        0.02,
        0.001,
        Disturbances.anyOf(new GarbageCollections(), new Preemptions()),
        System::nanoTime);
  }

  /** How much of a series is done that has so many samples. */
  static double done(int samples) {
    return (double) samples / MOST_SAMPLES;
  }

  /** Seconds on the clock. */
  double now() {
    return nanoTime.getAsLong() * 1e-9;
  }
}
