package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares two sets of results. */
final class Comparer {
  private final RunResults before;
  private final RunResults now;
  private final Pairing pairing;
  private final Set<String> differences = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  Comparer(RunResults before, RunResults now, boolean forced) {
    this.before = before;
    this.now = now;
    pairing = new Pairing(before, now, forced);
    for (Pairing.Pair pair : pairing.pairs()) {
      RunInfo old = before.run(pair.baseline());
      RunInfo fresh = now.run(pair.candidate());
      differences.addAll(Conditions.differences(old, fresh));
      notes.addAll(Conditions.notes(old, fresh));
      String type = pair.baseline().key().dtype();
      if (!type.equals(pair.candidate().key().dtype())) {
        differences.add(Conditions.text("dtype", type, pair.candidate().key().dtype()));
      }
    }
  }

  /** What forbids to compare them: conditions, or that no case is in both. */
  List<String> differences() {
    if (pairing.pairs().isEmpty()) {
      for (RunInfo old : before.runs()) {
        now.runs().forEach(fresh -> differences.addAll(Conditions.differences(old, fresh)));
      }
      Set<String> types = types(before);
      if (!types.equals(types(now))) {
        differences.add(
            Conditions.text("dtype", String.join(",", types), String.join(",", types(now))));
      }
      differences.add("cases in common are 0, expected at least 1");
    }
    return List.copyOf(differences);
  }

  private static Set<String> types(RunResults results) {
    Set<String> types = new TreeSet<>();
    results.rows().forEach(row -> types.add(row.key().dtype()));
    return types;
  }

  /** Whether there is anything to compare. */
  boolean empty() {
    return pairing.pairs().isEmpty();
  }

  Comparison compare() {
    Floors floors = new Floors(before, now);
    RowJudge judge = new RowJudge(before, now, floors, new Shifts(now, pairing.pairs()));
    List<RowComparison> rows =
        pairing.pairs().stream()
            .filter(Pairing.Pair::timed)
            .map(pair -> judge.judge(pair.baseline(), pair.candidate()))
            .toList();
    List<String> said = new ArrayList<>(notes);
    said.addAll(floors.notes());
    if (rows.stream().map(RowComparison::candidate).anyMatch(this::standIn)) {
      said.add(RunInfo.STAND_IN_WARNING);
    }
    return new Comparison(
        before,
        now,
        rows,
        pairing.unmatched(),
        new Totals(now, rows, floors).suites(),
        List.copyOf(differences),
        said);
  }

  private boolean standIn(CaseRow row) {
    return now.run(row).standIn();
  }
}
