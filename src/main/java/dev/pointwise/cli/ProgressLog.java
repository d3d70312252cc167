package dev.pointwise.cli;

import dev.pointwise.bench.Progress;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Plain lines on the error stream: which case begins, at most one every ten seconds. */
final class ProgressLog implements Progress {
  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintWriter err;
  private final int cases;
  private final LongSupplier nanos;
  private int begun;
  private long next;

  /** Prints there, by that clock. */
  ProgressLog(PrintWriter err, int cases, LongSupplier nanos) {
    this.err = err;
    this.cases = cases;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  @Override
  public void begin(Object work) {
    begun++;
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      Failures.print(err, "case " + begun + " of " + cases + ": " + work);
      next = now + INTERVAL_NANOS;
    }
  }

  @Override
  public void end() {}
}
