package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What can be said of all samples together. */
final class SampleSummary {
  /** How many kinds of a thing are told one by one. */
  private static final int MOST = 8;

  private long kept;
  private int disturbed;
  private final Map<String, Integer> discarded = new LinkedHashMap<>();
  private final Map<String, Integer> stops = new LinkedHashMap<>();

  /** By what is called; parameters are in the files. */
  private final Map<String, Integer> plans = new LinkedHashMap<>();

  private double verifying;
  private double preparing;
  private double sampling;

  private SampleSummary() {}

  static SampleSummary of(RunResults results) {
    SampleSummary summary = new SampleSummary();
    results.rows().forEach(summary::add);
    return summary;
  }

  private void add(CaseRow row) {
    for (Series series : row.times().keySet()) {
      Measurement time = row.time(series).orElseThrow();
      kept += time.samples().size();
      disturbed += time.disturbed() ? 1 : 0;
      stops.merge(time.stop(), 1, Integer::sum);
      time.discarded().forEach((reason, count) -> discarded.merge(reason, count, Integer::sum));
    }
    if (row.plan() != null) {
      plans.merge(row.plan().chosen().split(",", 2)[0], 1, Integer::sum);
    }
    verifying += row.cost().verifying();
    preparing += row.cost().preparing();
    sampling += row.cost().sampling();
  }

  /** The lines' pieces by their labels. */
  Map<String, List<String>> lines() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    int thrown = discarded.values().stream().mapToInt(Integer::intValue).sum();
    List<String> samples = new ArrayList<>();
    samples.add(kept + " kept");
    samples.add(
        thrown
            + " discarded"
            + (thrown == 0 ? "" : " (" + String.join(", ", counted(discarded)) + ")"));
    lines.put("samples", samples);
    if (!stops.isEmpty()) {
      lines.put("ended", counted(stops));
    }
    if (!plans.isEmpty()) {
      lines.put("plans", counted(plans));
    }
    lines.put(
        "took",
        List.of(
            "verifying " + Units.seconds(verifying).strip(),
            "preparing " + Units.seconds(preparing).strip(),
            "sampling " + Units.seconds(sampling).strip()));
    return lines;
  }

  /** What has to be said of some of the samples; empty if nothing. */
  String warning() {
    return disturbed == 0
        ? ""
        : disturbed
            + " series marked "
            + Cells.DISTURBED
            + " kept disturbed samples, because there were hardly any others";
  }

  /** Each with how often it is there, the most frequent first. */
  private static List<String> counted(Map<String, Integer> counts) {
    List<String> all =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(each -> each.getKey() + " " + each.getValue())
            .toList();
    int more = all.size() - MOST;
    return more <= 0
        ? all
        : Stream.concat(all.stream().limit(MOST), Stream.of(more + " others")).toList();
  }
}
