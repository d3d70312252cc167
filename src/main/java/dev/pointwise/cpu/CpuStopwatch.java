package dev.pointwise.cpu;

import dev.pointwise.backend.Stopwatch;

/** The wall clock: a layer has run when its call returns. */
final class CpuStopwatch implements Stopwatch {
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
    return (stop - start) / 1e9;
  }

  @Override
  public void close() {}
}
