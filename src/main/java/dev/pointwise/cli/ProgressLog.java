package dev.pointwise.cli;

import dev.pointwise.bench.Progress;
import dev.pointwise.report.Texts;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Series;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Plain lines for a log: where the benchmark is, at most one every ten seconds, and what has no
 * measurement, at once.
 */
final class ProgressLog implements Progress {
  private static final long INTERVAL_NANOS = 10_000_000_000L;

  /** What {@link Failures#print} puts before a line. */
  private static final int PREFIX = "pointwise: ".length();

  private final PrintWriter err;
  private final LongSupplier nanos;
  private final Advance advance;
  private long next;

  /** Prints there, by that clock. */
  ProgressLog(PrintWriter err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
    this.advance = new Advance(nanos);
    this.next = nanos.getAsLong();
  }

  @Override
  public void cases(int count) {
    advance.cases(count);
  }

  @Override
  public void begin(CaseKey key) {
    advance.begin(key);
    tell("verifying " + key);
  }

  @Override
  public void sample(CaseKey key, Series series, double done, double spread) {
    advance.sample(key, done);
    tell("sampling " + key);
  }

  @Override
  public void end(CaseRow row) {
    advance.end(row.key());
    if (row.times().isEmpty()) {
      Failures.print(err, FinishedLine.of(row, Texts.WIDTH - PREFIX));
    }
  }

  private void tell(String doing) {
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      String line = "cases " + advance.count() + ", " + advance.left() + ": " + doing;
      Failures.print(err, Texts.clipped(line, Texts.WIDTH - PREFIX));
      next = now + INTERVAL_NANOS;
    }
  }
}
