package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Statistics;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a CSV report is about.
 *
 * @param results all there is
 * @param number under which the row is replayed from its file: from 1 on
 * @param row the case
 * @param series which series; null for a case that was not measured
 * @param measurement its samples; null likewise
 */
record CsvLine(
    RunResults results,
    int number,
    CaseRow row,
    @Nullable Series series,
    @Nullable Measurement measurement) {
  RunInfo run() {
    return results.run(row);
  }

  Settings settings() {
    return run().settings();
  }

  /** Where the case occurs, each as network, layer and how often. */
  String uses() {
    return row.uses().stream()
        .map(use -> use.network() + " " + use.layer() + " x" + use.repeat())
        .collect(Collectors.joining("; "));
  }

  String time(Function<Measurement, ?> figure) {
    return measurement == null ? "" : String.valueOf(figure.apply(measurement));
  }

  String statistic(Function<Statistics, ?> figure) {
    return time(time -> figure.apply(time.statistics()));
  }

  String phase(Function<Phases, Double> figure) {
    return time(time -> time.phases() == null ? "" : figure.apply(time.phases()));
  }

  String assessment(Function<Roofline.Assessment, ?> figure) {
    return series == null
        ? ""
        : results.assess(row, series).map(found -> String.valueOf(figure.apply(found))).orElse("");
  }

  static String counts(Map<String, ? extends Number> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining("; "));
  }
}
