package dev.pointwise.bench;

import java.util.function.LongSupplier;

/**
 * Runs something until it is at its usual speed, and finds how many runs make a sample long enough
 * for the clock.
 *
 * @param seconds how long to run at least
 * @param sample the shortest a sample may be, in seconds
 * @param nanoTime the clock to go by
 */
record WarmUp(double seconds, double sample, LongSupplier nanoTime) {
  private static final int MOST_RUNS = 1_000_000;

  /** The very first run may pay for things that no later one does. */
  private static final int FEWEST_ROUNDS = 3;

  /** Warms up; how many runs make a sample, going by the fastest ones. */
  int runs(Sampler sampler) {
    long start = nanoTime.getAsLong();
    int runs = 1;
    double fastest = Double.POSITIVE_INFINITY;
    for (int round = 1; ; round++) {
      sampler.run(runs);
      double one = sampler.sample().seconds();
      fastest = Math.min(fastest, one);
      if (round >= FEWEST_ROUNDS && (nanoTime.getAsLong() - start) * 1e-9 >= seconds) {
        return (int)
            Math.clamp(Math.ceil(sample / Math.max(fastest, sample / MOST_RUNS)), 1, MOST_RUNS);
      }
      if (one * runs < sample) {
        runs = Math.min(2 * runs, MOST_RUNS);
      }
    }
  }
}
