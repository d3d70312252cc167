package dev.pointwise.cli;

import dev.pointwise.report.Ink;
import dev.pointwise.report.Texts;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import dev.pointwise.results.Statistics;
import dev.pointwise.results.Units;
import java.util.Locale;

/** What became of a case, in a line. */
final class FinishedLine {
  private FinishedLine() {}

  /** The line: its medians and spreads, or why there are none. */
  static String of(CaseRow row, int width) {
    if (row.times().isEmpty()) {
      String text = word(row) + " " + row.key();
      String reason = row.outcome().reason();
      return Texts.clipped(reason == null ? text : text + ": " + reason, width);
    }
    StringBuilder times = new StringBuilder();
    for (Series series : Series.values()) {
      row.time(series).ifPresent(time -> times.append(time(series, time)));
    }
    String figures = Texts.clipped(times.toString(), width / 2 + 10);
    int room = Math.max(1, width - figures.length() - 2);
    String name = Texts.clipped(row.key().toString(), room);
    return name + " ".repeat(room - name.length() + 2) + figures;
  }

  /** How the line looks. */
  static Ink ink(CaseRow row) {
    return switch (row.outcome().status()) {
      case MEASURED -> Ink.PLAIN;
      case UNSUPPORTED -> Ink.YELLOW;
      case MISMATCH, ERROR -> Ink.RED;
    };
  }

  private static String word(CaseRow row) {
    Outcome.Status status = row.outcome().status();
    return switch (status) {
      case MISMATCH -> "FAILED";
      case UNSUPPORTED -> "n/a";
      default -> status.name();
    };
  }

  private static String time(Series series, Measurement time) {
    Statistics statistics = time.statistics();
    return String.format(
        Locale.ROOT,
        "  %s %7s %5s",
        series.toString().replace('_', ' '),
        Units.seconds(statistics.median()).strip(),
        spread(statistics.relativeIqr()));
  }

  /** A spread in percent; nothing where it cannot be told. */
  static String spread(double spread) {
    return Double.isNaN(spread) ? "" : String.format(Locale.ROOT, "%.1f%%", 100 * spread);
  }
}
