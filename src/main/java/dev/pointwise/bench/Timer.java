package dev.pointwise.bench;

/** Runs what is measured, and says how long that took. */
@FunctionalInterface
public interface Timer {
  /** Runs it that many times, one right behind the other; the seconds for all of them. */
  double seconds(int runs);
}
