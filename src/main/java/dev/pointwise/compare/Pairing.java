package dev.pointwise.compare;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunResults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Which rows are compared with each other: those of the same case on the same backend; if a file
 * has several of them, in their order. Where a comparison is forced, what is left over then goes by
 * everything but the dtype, and at last by everything but dtype and backend.
 */
final class Pairing {
  /** Two rows of one case, and what became of the numbers of their runs. */
  record Pair(CaseRow baseline, CaseRow candidate) {
    boolean timed() {
      return measured(baseline) || measured(candidate);
    }

    private static boolean measured(CaseRow row) {
      return row.outcome().status() == Outcome.Status.MEASURED;
    }
  }

  private final RunResults before;
  private final RunResults now;
  private final Map<Integer, Pair> pairs = new TreeMap<>();
  private final Set<Integer> oldRows = new TreeSet<>();
  private final Set<Integer> newRows = new TreeSet<>();

  Pairing(RunResults before, RunResults now, boolean forced) {
    this.before = before;
    this.now = now;
    for (int i = 0; i < before.rows().size(); i++) {
      oldRows.add(i);
    }
    for (int i = 0; i < now.rows().size(); i++) {
      newRows.add(i);
    }
    pair((key, backend) -> List.of(key, backend));
    if (forced) {
      pair((key, backend) -> List.of(withoutType(key), backend));
      pair((key, backend) -> withoutType(key));
    }
  }

  private static Object withoutType(CaseKey key) {
    return List.of(key.fuse(), key.shape(), key.layout());
  }

  private void pair(BiFunction<CaseKey, String, Object> by) {
    Map<Object, Deque<Integer>> waiting = new HashMap<>();
    for (int number : oldRows) {
      waiting.computeIfAbsent(id(before, number, by), id -> new ArrayDeque<>()).add(number);
    }
    for (int number : List.copyOf(newRows)) {
      Deque<Integer> same = waiting.get(id(now, number, by));
      if (same != null && !same.isEmpty()) {
        Integer old = same.remove();
        pairs.put(number, new Pair(before.rows().get(old), now.rows().get(number)));
        oldRows.remove(old);
        newRows.remove(number);
      }
    }
  }

  private static Object id(RunResults results, int number, BiFunction<CaseKey, String, Object> by) {
    CaseRow row = results.rows().get(number);
    return by.apply(row.key(), results.run(row).backend().backend());
  }

  /** The pairs, in the candidate's order. */
  List<Pair> pairs() {
    return List.copyOf(pairs.values());
  }

  /** The rows there is nothing to compare with. */
  List<UnmatchedRow> unmatched() {
    List<UnmatchedRow> rows = new ArrayList<>();
    newRows.forEach(row -> rows.add(row(now, now.rows().get(row), "only in the candidate")));
    oldRows.forEach(row -> rows.add(row(before, before.rows().get(row), "only in the baseline")));
    for (Pair pair : pairs.values()) {
      if (!pair.timed()) {
        rows.add(row(now, pair.candidate(), "measured in neither"));
      }
    }
    return rows;
  }

  private static UnmatchedRow row(RunResults results, CaseRow row, String reason) {
    return new UnmatchedRow(results.run(row).backend().backend(), row, reason);
  }
}
