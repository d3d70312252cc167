package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Statistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rows have in common: the median of their ratios, new ÷ old. A whole machine may be slower
 * from one run to the next, or for some seconds of one, because of its temperature or of what else
 * runs on it, and nothing measured within one run can tell. Rows that were sampled in turn had the
 * same machine, so those at the same time as a row say most about it; where they are too few, all
 * rows of the backend do.
 */
final class Shifts {
  /** With fewer rows than this nothing can be said of what they have in common. */
  static final int LEAST_ROWS = 8;

  /** A shift of so many floors may be the machine's. */
  static final double MOST_FLOORS = 3;

  private final RunResults now;
  private final Map<Id, List<Change>> changes = new HashMap<>();

  private record Id(String backend, Series series) {}

  /** A row's ratio, with the runs and the times that it is from. */
  private record Change(
      int oldRun, Measurement old, int freshRun, Measurement fresh, double ratio) {
    boolean besides(Change other) {
      return oldRun == other.oldRun
          && freshRun == other.freshRun
          && overlap(old, other.old)
          && overlap(fresh, other.fresh);
    }

    private static boolean overlap(Measurement one, Measurement other) {
      return one.at().getFirst() <= other.at().getLast()
          && other.at().getFirst() <= one.at().getLast();
    }
  }

  Shifts(RunResults now, List<Pairing.Pair> pairs) {
    this.now = now;
    for (Pairing.Pair pair : pairs) {
      for (Series series : pair.candidate().times().keySet()) {
        change(pair.baseline(), pair.candidate(), series)
            .ifPresent(
                change ->
                    changes
                        .computeIfAbsent(id(pair.candidate(), series), id -> new ArrayList<>())
                        .add(change));
      }
    }
  }

  private Id id(CaseRow candidate, Series series) {
    return new Id(now.run(candidate).backend().backend(), series);
  }

  private static Optional<Change> change(CaseRow baseline, CaseRow candidate, Series series) {
    Measurement old = baseline.times().get(series);
    Measurement fresh = candidate.times().get(series);
    return old == null || fresh == null
        ? Optional.empty()
        : Optional.of(
            new Change(
                baseline.run(),
                old,
                candidate.run(),
                fresh,
                fresh.statistics().median() / old.statistics().median()));
  }

  /** The shift of a row's series as a ratio; 1 if there are too few rows to say. */
  double of(CaseRow baseline, CaseRow candidate, Series series) {
    List<Change> all = changes.getOrDefault(id(candidate, series), List.of());
    List<Change> besides =
        change(baseline, candidate, series).stream()
            .flatMap(own -> all.stream().filter(own::besides))
            .toList();
    List<Change> telling = besides.size() < LEAST_ROWS ? all : besides;
    return telling.size() < LEAST_ROWS
        ? 1
        : Statistics.of(telling.stream().mapToDouble(Change::ratio).toArray()).median();
  }
}
