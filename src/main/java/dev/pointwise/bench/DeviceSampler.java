package dev.pointwise.bench;

import dev.pointwise.backend.Stopwatch;

/**
 * Times work by its backend's own clock: events on a GPU, which mark the start right before the
 * first run and the end right behind the last; what was enqueued before does not count. As long as
 * the device is still busy with that when the runs are enqueued, the time to launch them does not
 * count either.
 */
final class DeviceSampler implements Sampler {
  /** What a clock too coarse for the work is taken to have said, in seconds. */
  private static final double SHORTEST = 1e-9;

  private final Runnable work;
  private final int runsOfWork;
  private final Stopwatch stopwatch;
  private int runs = 1;

  /**
   * A sampler of that work.
   *
   * @param runsOfWork how many runs the work consists of; {@link #run} is asked for multiples
   * @param stopwatch the clock, from here on the sampler's own
   */
  DeviceSampler(Runnable work, int runsOfWork, Stopwatch stopwatch) {
    this.work = work;
    this.runsOfWork = runsOfWork;
    this.stopwatch = stopwatch;
  }

  @Override
  public void run(int count) {
    int calls = Math.ceilDiv(count, runsOfWork);
    runs = Math.multiplyExact(calls, runsOfWork);
    stopwatch.start();
    for (int i = 0; i < calls; i++) {
      work.run();
    }
    stopwatch.stop();
  }

  @Override
  public Sample sample() {
    return new Sample(Math.max(stopwatch.seconds(), SHORTEST) / runs, null);
  }

  @Override
  public void close() {
    stopwatch.close();
  }
}
