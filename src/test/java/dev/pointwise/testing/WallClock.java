package dev.pointwise.testing;

import dev.pointwise.backend.Stopwatch;

/** A stopwatch by the wall clock. */
final class WallClock implements Stopwatch {
  private long start;
  private long stop;

  @Override
  public void start() {
    start = System.nanoTime();
  }

  @Override
  public void stop() {
    stop = System.nanoTime();
  }

  @Override
  public double seconds() {
    return (stop - start) * 1e-9;
  }

  @Override
  public void close() {}
}
