package dev.pointwise.report;

import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.SeriesComparison;
import dev.pointwise.compare.SuiteComparison;
import dev.pointwise.compare.Total;
import dev.pointwise.compare.UnmatchedRow;
import dev.pointwise.compare.Verdict;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Units;
import dev.pointwise.results.Use;
import java.util.List;
import java.util.Locale;

/** A comparison's tables. */
final class ComparisonGrid {
  private ComparisonGrid() {}

  /** A row for each series of each case, then the cases that are alone. */
  static Grid rows(Comparison comparison) {
    Grid grid =
        new Grid().text("layer", "shape", "series").figures("old", "new", "ratio").text("verdict");
    for (RowComparison row : comparison.rows()) {
      String layer = layer(row.candidate());
      if (row.series().isEmpty()) {
        grid.note(
            ink(row.verdict()),
            List.of(layer, shape(row.candidate())),
            row.verdict() + ": " + String.join("; ", row.reasons()));
      }
      for (SeriesComparison series : row.series()) {
        boolean first = series.equals(row.series().getFirst());
        grid.add(
            ink(series.verdict()),
            List.of(
                first ? layer : "",
                first ? shape(row.candidate()) : "",
                series.series().toString(),
                median(series.baseline()),
                median(series.candidate()),
                ratio(series.evidence().ratio()),
                series.verdict().toString()));
      }
    }
    for (UnmatchedRow row : comparison.unmatched()) {
      grid.note(Ink.YELLOW, List.of(layer(row.row()), shape(row.row())), row.reason());
    }
    return grid;
  }

  /** A row for each network and series, and for all cases of a backend. */
  static Grid suites(Comparison comparison) {
    Grid grid =
        new Grid()
            .text("network", "series")
            .figures("rows", "old", "new", "ratio", "mean ratio")
            .text("verdict");
    for (SuiteComparison suite : comparison.suites()) {
      for (Total total : suite.totals()) {
        boolean first = total.equals(suite.totals().getFirst());
        grid.add(
            ink(total.verdict()),
            List.of(
                first ? suite.backend() + " " + suite.name() : "",
                total.series().toString(),
                total.rows() + " of " + suite.expected(),
                Units.seconds(total.baseline()).strip(),
                Units.seconds(total.candidate()).strip(),
                ratio(total.ratio()),
                ratio(total.geometricMean()),
                total.verdict().toString()));
      }
    }
    return grid;
  }

  static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case FAST -> Ink.GREEN;
      case SAME -> Ink.PLAIN;
      case SLOW -> Ink.RED;
      case AMBIGUOUS -> Ink.YELLOW;
    };
  }

  /** The first place where it occurs, and how many more there are. */
  static String layer(CaseRow row) {
    if (row.uses().isEmpty()) {
      return "";
    }
    Use use = row.uses().getFirst();
    int more = row.uses().size() - 1;
    return use.network() + "/" + use.layer() + (more == 0 ? "" : " +" + more);
  }

  private static String shape(CaseRow row) {
    return row.key().toString();
  }

  private static String median(Measurement time) {
    return Units.seconds(time.statistics().median()).strip();
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.3f", ratio);
  }
}
