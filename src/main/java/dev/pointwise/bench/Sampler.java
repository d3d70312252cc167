package dev.pointwise.bench;

/** Runs what is measured, and says how long that took. For one thread. */
interface Sampler extends AutoCloseable {
  /** Runs it that many times, one right behind the other. May return before the device has. */
  void run(int runs);

  /** Waits for the runs of the last call, and says what one of them took. */
  Sample sample();

  /** Frees what the sampler made for itself. */
  @Override
  default void close() {}
}
