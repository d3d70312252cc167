package dev.pointwise.cpu;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast the processors are right now: a fixed number of multiplications and additions on an
 * array that stays in the nearest cache, by all threads of a backend at once. Whoever shares the
 * processors slows it down as it slows down layers, and no version of this project changes it. The
 * first calls in a process, before the loop is compiled, take longer.
 */
final class Pace {
  private static final int LENGTH = 4096;
  private static final int PASSES = 1500;

  private Pace() {}

  /** Seconds that the slowest thread of the pool took. */
  static double seconds(WorkerPool pool, Workspace own) {
    AtomicLong longest = new AtomicLong();
    pool.run(
        pool.threads(), own, (chunk, workspace) -> longest.accumulateAndGet(nanos(), Math::max));
    return longest.get() * 1e-9;
  }

  private static long nanos() {
    float[] values = new float[LENGTH];
    long start = System.nanoTime();
    for (int pass = 0; pass < PASSES; pass++) {
      multiplyAndAdd(values);
    }
    long taken = System.nanoTime() - start;
    if (values[0] < 0) {
      throw new AssertionError(values[0]);
    }
    return taken;
  }

  private static void multiplyAndAdd(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.fma(values[i], 0.999f, 0.5f);
    }
  }
}
