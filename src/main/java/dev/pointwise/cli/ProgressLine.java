package dev.pointwise.cli;

import dev.pointwise.bench.Progress;
import dev.pointwise.report.Ink;
import dev.pointwise.report.Texts;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Series;
import java.io.PrintWriter;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A line on a terminal that is written anew as a case goes on, and stays once it is finished.
 * Whatever is longer than the terminal is wide is cut.
 */
final class ProgressLine implements Progress {
  private static final long INTERVAL_NANOS = 100_000_000L;

  /** To the first column, the line emptied. */
  private static final String CLEAR = "\r\u001b[2K";

  private static final String NO_WRAPPING = "\u001b[?7l";
  private static final String WRAPPING = "\u001b[?7h";

  private final PrintWriter err;
  private final int width;
  private final boolean colour;
  private final LongSupplier nanos;
  private final Advance advance;
  private long next;

  /**
   * Prints there.
   *
   * @param width how many columns to use
   */
  ProgressLine(PrintWriter err, int width, boolean colour, LongSupplier nanos) {
    this.err = err;
    this.width = width;
    this.colour = colour;
    this.nanos = nanos;
    this.advance = new Advance(nanos);
    this.next = nanos.getAsLong();
  }

  /** A live line if there is a terminal to show it, else lines now and then. */
  static Progress of(PrintWriter err) {
    if (!Terminal.ERROR.live()) {
      return new ProgressLog(err, System::nanoTime);
    }
    int columns = new UsageMessageSpec().autoWidth(true).width();
    int width = Math.min(Texts.WIDTH, columns);
    return new ProgressLine(err, width, Terminal.ERROR.colour(), System::nanoTime);
  }

  @Override
  public void cases(int count) {
    advance.cases(count);
  }

  @Override
  public void begin(CaseKey key) {
    advance.begin(key);
    draw(key, "verifying");
  }

  @Override
  public void sample(CaseKey key, Series series, double done, double spread) {
    advance.sample(key, done);
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      String so = FinishedLine.spread(spread);
      String inTurn = advance.underWay() == 1 ? "" : ", 1 of " + advance.underWay() + " in turn";
      draw(
          key,
          series.toString().replace('_', ' ')
              + " "
              + Math.round(100 * done)
              + "%"
              + (so.isEmpty() ? "" : ", spread " + so)
              + inTurn);
      next = now + INTERVAL_NANOS;
    }
  }

  @Override
  public void end(CaseRow row) {
    advance.end(row.key());
    String count = advance.count() + " ";
    String line = count + FinishedLine.of(row, width - count.length());
    print(CLEAR + FinishedLine.ink(row).on(line, colour) + "\n");
  }

  private void draw(CaseKey key, String doing) {
    String count = advance.count() + " ";
    String end = "  " + doing + " | " + advance.left();
    int room = Math.max(1, width - 1 - count.length() - end.length());
    String line = Texts.clipped(count + Texts.clipped(key.toString(), room) + end, width - 1);
    print(CLEAR + NO_WRAPPING + Ink.FAINT.on(line, colour) + WRAPPING);
  }

  private void print(String text) {
    err.print(text);
    err.flush();
  }

  @Override
  public void close() {
    print(CLEAR);
  }
}
