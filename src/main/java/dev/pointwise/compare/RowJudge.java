package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Gives the verdict on a case that both have. */
final class RowJudge {
  /** The series that are not only shown but decide, where both have one of them. */
  static final Set<Series> DECIDING = EnumSet.of(Series.COLD, Series.HOT);

  private static final Set<Series> NOISE = EnumSet.of(Series.COLD_AGAIN, Series.HOT_AGAIN);

  private final RunResults before;
  private final RunResults now;
  private final Floors floors;
  private final Shifts shifts;

  RowJudge(RunResults before, RunResults now, Floors floors, Shifts shifts) {
    this.shifts = shifts;
    this.before = before;
    this.now = now;
    this.floors = floors;
  }

  /** The comparison of two rows. */
  RowComparison judge(CaseRow baseline, CaseRow candidate) {
    String backend = now.run(candidate).backend().backend();
    List<String> conditions = conditions(baseline, candidate);
    List<String> notes = new ArrayList<>(conditions);
    List<SeriesComparison> series = new ArrayList<>();
    for (Series each : EnumSet.complementOf(EnumSet.copyOf(NOISE))) {
      Measurement old = baseline.times().get(each);
      Measurement fresh = candidate.times().get(each);
      if (old != null && fresh != null) {
        Floor floor = floors.of(backend, each.cold()).of(baseline, candidate);
        series.add(
            SeriesJudge.judge(
                each, old, fresh, floor, shifts.of(baseline, candidate, each), conditions));
      } else if (conditions.isEmpty() && (old != null || fresh != null)) {
        notes.add(each + " is in the " + (old == null ? "candidate" : "baseline") + " alone");
      }
    }
    boolean impossible = before.impossible(baseline) || now.impossible(candidate);
    return new RowComparison(
        backend, baseline, candidate, series, impossible, verdict(series), notes);
  }

  private List<String> conditions(CaseRow baseline, CaseRow candidate) {
    List<String> reasons = new ArrayList<>();
    reasons.addAll(conditions("baseline", before, baseline));
    reasons.addAll(conditions("candidate", now, candidate));
    return reasons;
  }

  private static List<String> conditions(String which, RunResults results, CaseRow row) {
    Outcome outcome = row.outcome();
    if (outcome.status() != Outcome.Status.MEASURED) {
      String reason = outcome.reason() == null ? "" : ": " + outcome.reason();
      return List.of("the " + which + " has no times, " + outcome.status() + reason);
    }
    return results.impossible(row)
        ? List.of("a time of the " + which + " is impossible: above 100 % of the roofline")
        : List.of();
  }

  private static Verdict verdict(List<SeriesComparison> series) {
    List<Verdict> deciding =
        series.stream()
            .filter(each -> DECIDING.contains(each.series()))
            .map(SeriesComparison::verdict)
            .toList();
    List<Verdict> all = series.stream().map(SeriesComparison::verdict).toList();
    if (all.isEmpty()) {
      return Verdict.AMBIGUOUS;
    }
    return Verdict.of(deciding.isEmpty() ? all : deciding);
  }
}
