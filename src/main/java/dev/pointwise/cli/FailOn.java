package dev.pointwise.cli;

import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.Verdict;

/** Which verdicts make a comparison fail. */
enum FailOn {
  /** Anything slower than before. */
  SLOW,
  /** That, or anything nobody can tell. */
  AMBIGUOUS;

  /** What the process exits with. */
  int code(Comparison comparison) {
    if (comparison.any(Verdict.SLOW)) {
      return ExitCode.SLOW;
    }
    return this == AMBIGUOUS && comparison.any(Verdict.AMBIGUOUS)
        ? ExitCode.AMBIGUOUS
        : ExitCode.OK;
  }
}
