package dev.pointwise.compare;

import dev.pointwise.results.RunResults;
import java.util.List;

/**
 * Two sets of results side by side.
 *
 * @param baseline what was found before
 * @param candidate what was found now
 * @param rows the cases that both have, in the candidate's order
 * @param unmatched the cases that there is nothing to compare with, the candidate's first
 * @param suites the networks, and all rows of each backend
 * @param forced what should have forbidden to compare them, each with both values; empty unless the
 *     comparison was forced
 * @param notes what else differs between the two, and what is to be known of the verdicts
 */
public record Comparison(
    RunResults baseline,
    RunResults candidate,
    List<RowComparison> rows,
    List<UnmatchedRow> unmatched,
    List<SuiteComparison> suites,
    List<String> forced,
    List<String> notes) {
  /** Copies the lists. */
  public Comparison {
    rows = List.copyOf(rows);
    unmatched = List.copyOf(unmatched);
    suites = List.copyOf(suites);
    forced = List.copyOf(forced);
    notes = List.copyOf(notes);
  }

  /**
   * Compares two sets of results.
   *
   * @param forced whether to compare them even if no honest verdict can be given
   * @throws IncomparableException if they were not measured alike and it is not forced, or have no
   *     case in common
   */
  public static Comparison of(RunResults baseline, RunResults candidate, boolean forced)
      throws IncomparableException {
    Comparer comparer = new Comparer(baseline, candidate, forced);
    List<String> differences = comparer.differences();
    if (comparer.empty() || (!forced && !differences.isEmpty())) {
      throw new IncomparableException(
          differences, !forced && (differences.size() > 1 || !comparer.empty()));
    }
    return comparer.compare();
  }

  /** How many rows have that verdict. */
  public long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** Whether any row or suite has that verdict. */
  public boolean any(Verdict verdict) {
    return rows.stream().anyMatch(row -> row.verdict() == verdict)
        || suites.stream().anyMatch(suite -> suite.verdict() == verdict);
  }
}
