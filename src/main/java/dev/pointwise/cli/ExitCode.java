package dev.pointwise.cli;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunResults;

/** What the process exits with. */
final class ExitCode {
  static final int OK = 0;
  static final int INTERNAL = 1;
  static final int USAGE = 2;
  static final int MISMATCH = 3;
  static final int SLOW = 4;
  static final int AMBIGUOUS = 5;
  static final int UNAVAILABLE = 6;
  static final int INCOMPARABLE = 7;
  static final int BAD_INPUT = 8;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** The code for cases of which some were wrong, failed, or cannot run here: the worst of it. */
  static int of(boolean mismatched, boolean failed, boolean unsupported) {
    if (mismatched) {
      return MISMATCH;
    }
    return failed ? INTERNAL : unsupported ? UNAVAILABLE : OK;
  }

  /** The code for what was found of cases. */
  static int of(RunResults results) {
    return of(
        any(results, Outcome.Status.MISMATCH),
        any(results, Outcome.Status.ERROR),
        any(results, Outcome.Status.UNSUPPORTED));
  }

  private static boolean any(RunResults results, Outcome.Status status) {
    return results.rows().stream().map(CaseRow::outcome).anyMatch(each -> each.status() == status);
  }
}
