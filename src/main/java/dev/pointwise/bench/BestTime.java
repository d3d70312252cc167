package dev.pointwise.bench;

import dev.pointwise.backend.Stopwatch;

/** How long something takes at best, in samples long enough for the clock. */
final class BestTime {
  private static final double SHORTEST_SAMPLE = 250e-6;
  private static final int FEWEST_SAMPLES = 3;
  private static final int MOST_RUNS = 1 << 20;

  private BestTime() {}

  /**
   * Runs something again and again, in samples of as many runs as take a quarter of a millisecond;
   * it has run once before. The best sample is the one that the rest of the machine disturbed
   * least.
   *
   * @param budget how many seconds to go on, though at least for three samples
   * @return seconds of one run in the best sample
   */
  static double of(Stopwatch stopwatch, double budget, Runnable run) {
    run.run();
    long end = System.nanoTime() + (long) (budget * 1e9);
    double best = Double.POSITIVE_INFINITY;
    int runs = 1;
    for (int samples = 0; samples < FEWEST_SAMPLES || System.nanoTime() < end; ) {
      double seconds = seconds(stopwatch, runs, run);
      if (seconds < SHORTEST_SAMPLE && runs < MOST_RUNS) {
        runs *= 2;
      } else {
        best = Math.min(best, seconds / runs);
        samples++;
      }
    }
    return best;
  }

  private static double seconds(Stopwatch stopwatch, int runs, Runnable run) {
    stopwatch.start();
    for (int i = 0; i < runs; i++) {
      run.run();
    }
    stopwatch.stop();
    return stopwatch.seconds();
  }
}
