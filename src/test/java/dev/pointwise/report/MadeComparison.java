package dev.pointwise.report;

import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.Evidence;
import dev.pointwise.compare.Floor;
import dev.pointwise.compare.Interval;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.SeriesComparison;
import dev.pointwise.compare.SuiteComparison;
import dev.pointwise.compare.Total;
import dev.pointwise.compare.UnmatchedRow;
import dev.pointwise.compare.Verdict;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison that nobody made, with every verdict there is. */
final class MadeComparison {
  private MadeComparison() {}

  /** Of {@link MadeResults#everyKind()}, as it is now; what it is held against is made up. */
  static Comparison everyVerdict() {
    return of(MadeResults.everyKind());
  }

  static Comparison of(RunResults now) {
    List<RowComparison> rows = new ArrayList<>();
    double[] ratios = {1.31, 0.77, 1.04, 1.001};
    for (int i = 0; i < 12; i++) {
      Verdict verdict =
          List.of(Verdict.SLOW, Verdict.FAST, Verdict.AMBIGUOUS, Verdict.SAME).get(i % 4);
      CaseRow row = now.rows().get(i);
      List<SeriesComparison> series = new ArrayList<>();
      for (Series each : List.of(Series.COLD, Series.HOT)) {
        series.add(series(row, each, ratios[i % 4] + (each.cold() ? 0 : 0.01), verdict));
      }
      rows.add(
          new RowComparison("made", row, row, series, false, verdict, List.of(MadeResults.NASTY)));
    }
    rows.add(
        new RowComparison(
            "made",
            now.rows().get(14),
            now.rows().get(14),
            List.of(),
            false,
            Verdict.AMBIGUOUS,
            List.of("now it fails")));
    Total total = new Total(Series.HOT, 5, 1e-3, 1.2e-3, 1.19, 0.02, Verdict.SLOW, "3 are slow");
    return new Comparison(
        now,
        now,
        rows,
        List.of(new UnmatchedRow("made", now.rows().get(13), "only in the candidate")),
        List.of(new SuiteComparison("alpha n1 f32 nchw", "made", 6, List.of(total), Verdict.SLOW)),
        List.of("fill is zeros before and uniform now, " + MadeResults.NASTY),
        List.of("noise floors were not measured"));
  }

  private static SeriesComparison series(
      CaseRow row, Series series, double ratio, Verdict verdict) {
    Evidence evidence =
        new Evidence(
            ratio,
            Optional.of(new Interval(1e-3, 1.01e-3)),
            Optional.of(new Interval(1e-3 * ratio, 1.01e-3 * ratio)),
            0.0001,
            new Floor(0.02, "stated"),
            1.01,
            OptionalDouble.empty(),
            OptionalDouble.empty());
    return new SeriesComparison(
        series,
        row.time(series).orElseThrow(),
        row.time(series).orElseThrow(),
        evidence,
        verdict,
        List.of());
  }
}
