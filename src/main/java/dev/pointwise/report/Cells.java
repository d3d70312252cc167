package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.Locale;
import java.util.function.Function;

/** Figures as tables show them; empty where there are none. */
final class Cells {
  /** What marks a series whose samples were all disturbed. */
  static final String DISTURBED = "!";

  private Cells() {}

  static String median(CaseRow row, Series series) {
    return of(row, series, time -> Units.seconds(time.statistics().median()).strip());
  }

  static String spread(CaseRow row, Series series) {
    return of(
        row,
        series,
        time ->
            percent(100 * time.statistics().relativeIqr()) + (time.disturbed() ? DISTURBED : ""));
  }

  static String roof(RunResults results, CaseRow row, Series series) {
    return results.assess(row, series).map(found -> percent(found.percent())).orElse("");
  }

  static String bound(RunResults results, CaseRow row, Series series) {
    if (results.impossible(row)) {
      return RowLabel.IMPOSSIBLE.word;
    }
    return results.assess(row, series).map(found -> word(found.bound())).orElse("");
  }

  private static String word(Roofline.Bound bound) {
    return switch (bound) {
      case MEMORY -> "mem";
      case COMPUTE -> "comp";
      case LAUNCH -> "launch";
    };
  }

  static String gflops(CaseRow row, Series series) {
    return of(
        row, series, time -> Units.digits(row.work().flops() / time.statistics().median() * 1e-9));
  }

  static String gigabytes(CaseRow row, Series series) {
    return of(
        row, series, time -> Units.digits(row.work().bytes() / time.statistics().median() * 1e-9));
  }

  static String percent(double percent) {
    return String.format(Locale.ROOT, percent < 9.95 ? "%.1f%%" : "%.0f%%", percent);
  }

  static String of(CaseRow row, Series series, Function<Measurement, String> figure) {
    return row.time(series).map(figure).orElse("");
  }

  /** The series whose rate tells what the device does: hot, or what there is. */
  static Series main(CaseRow row) {
    return row.times().containsKey(Series.HOT) || row.times().isEmpty()
        ? Series.HOT
        : row.times().keySet().iterator().next();
  }
}
