package dev.pointwise.report;

import dev.pointwise.compare.Evidence;
import dev.pointwise.compare.Interval;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.SeriesComparison;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The evidence behind the verdict on a row. */
final class Explanation {
  private Explanation() {}

  /** In lines, the first of which names the case. */
  static List<String> of(RowComparison row) {
    List<String> lines = new ArrayList<>();
    String layer = ComparisonGrid.layer(row.candidate());
    lines.add((layer.isEmpty() ? "" : layer + " ") + row.key() + ": " + row.verdict());
    row.reasons().forEach(reason -> lines.addAll(wrapped("  ", reason)));
    for (SeriesComparison series : row.series()) {
      lines.addAll(of(series));
    }
    return lines;
  }

  private static List<String> of(SeriesComparison series) {
    Evidence evidence = series.evidence();
    List<String> lines =
        new ArrayList<>(wrapped("  ", series.series() + " " + series.verdict() + ":"));
    lines.addAll(wrapped("    ", "old " + median(series.baseline(), evidence.baseline())));
    lines.addAll(wrapped("    ", "new " + median(series.candidate(), evidence.candidate())));
    List<String> parts = new ArrayList<>();
    parts.add("ratio " + ComparisonGrid.ratio(evidence.ratio()));
    parts.add("effect " + percent(evidence.effect()));
    parts.add(
        "floor " + percent(evidence.floor().effect()) + " (" + evidence.floor().source() + ")");
    parts.add(evidence.apart() ? "intervals apart" : "intervals not apart");
    parts.add(String.format(Locale.ROOT, "p %.2g", evidence.p()));
    parts.add(
        "cases beside it " + String.format(Locale.ROOT, "%+.1f%%", 100 * (evidence.shift() - 1)));
    parts.add(
        evidence.clocks().isPresent()
            ? "clocks " + ComparisonGrid.ratio(evidence.clocks().getAsDouble())
            : "clocks unknown");
    evidence.pace().ifPresent(pace -> parts.add("pace " + ComparisonGrid.ratio(pace)));
    lines.addAll(Texts.wrapped("    ", parts, "; "));
    series.reasons().forEach(reason -> lines.addAll(wrapped("    why ", reason)));
    return lines;
  }

  private static List<String> wrapped(String label, String text) {
    return Texts.wrapped(label, List.of(text.split(" ")), " ");
  }

  private static String median(Measurement time, Optional<Interval> interval) {
    String samples =
        ", "
            + time.samples().size()
            + " samples"
            + (time.runs() == 1 ? "" : " of " + time.runs() + " runs");
    String clock =
        time.clock().isPresent()
            ? String.format(Locale.ROOT, ", %.0f MHz", time.clock().getAsDouble())
            : "";
    return Units.seconds(time.statistics().median()).strip()
        + interval
            .map(each -> " in [" + seconds(each.low()) + ", " + seconds(each.high()) + "]")
            .orElse(", too few samples for an interval")
        + samples
        + clock;
  }

  private static String seconds(double seconds) {
    return Units.seconds(seconds).strip();
  }

  private static String percent(double part) {
    return Cells.percent(100 * part);
  }
}
