package dev.pointwise.bench;

import dev.pointwise.backend.Stopwatch;

/**
 * Runs something by its backend's own clock.
 *
 * @param work what is run
 * @param stopwatch the clock
 */
record WorkSampler(Runnable work, Stopwatch stopwatch) implements Timer {
  @Override
  public double seconds(int runs) {
    stopwatch.start();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    stopwatch.stop();
    return stopwatch.seconds();
  }
}
