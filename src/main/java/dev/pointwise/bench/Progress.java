package dev.pointwise.bench;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Series;

/**
 * Is told how far a benchmark has come. Several cases may be under way at once: those that are
 * sampled in turn. Called between samples, never during one, so an implementation should be quick.
 */
public interface Progress extends AutoCloseable {
  /** Ignores everything. */
  Progress NONE = new Progress() {};

  /** So many cases are to come; told once, before the first begins. */
  default void cases(int count) {}

  /** That case is being verified and prepared. */
  default void begin(CaseKey key) {}

  /**
   * That case has begun and is being sampled.
   *
   * @param series which of its series got a sample, or is about to
   * @param done how much of all its sampling is done, from 0 to 1
   * @param spread of the series so far, as {@link dev.pointwise.results.Statistics#relativeIqr()};
   *     NaN if it cannot be told yet
   */
  default void sample(CaseKey key, Series series, double done, double spread) {}

  /** That case is finished, whatever became of it. */
  default void end(CaseRow row) {}

  @Override
  default void close() {}
}
