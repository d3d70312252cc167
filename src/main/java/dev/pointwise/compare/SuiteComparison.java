package dev.pointwise.compare;

import java.util.List;

/**
 * Several rows as one, before and now.
 *
 * @param name which: a network with batch, dtype and layout, or all rows of a backend
 * @param backend the backend's name
 * @param expected how many rows there would be, if all could be compared
 * @param totals for each series that decides
 * @param verdict what it comes to
 */
public record SuiteComparison(
    String name, String backend, int expected, List<Total> totals, Verdict verdict) {
  /** Copies the list. */
  public SuiteComparison {
    totals = List.copyOf(totals);
  }
}
