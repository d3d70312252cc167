package dev.pointwise.acceptance;

/**
 * When something has to be done.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(double seconds) {
    return new Deadline(System.nanoTime() + (long) (seconds * 1e9));
  }

  /** Seconds left; none or less once it has passed. */
  double left() {
    return (nanos - System.nanoTime()) * 1e-9;
  }

  /** The sooner of this one and that many seconds from now. */
  Deadline within(double seconds) {
    return in(Math.min(seconds, left()));
  }
}
