package dev.pointwise.backend;

/**
 * Times work on a backend by the clock that is right for it: device events on a GPU, the wall clock
 * on a CPU. For one thread, while no other uses the backend.
 */
public interface Stopwatch extends AutoCloseable {
  /** Marks the start, behind all work enqueued so far. */
  void start();

  /** Marks the end, behind all work enqueued so far. */
  void stop();

  /** Waits for the end and returns the seconds since the start. */
  double seconds();

  @Override
  void close();
}
