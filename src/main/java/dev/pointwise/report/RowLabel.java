package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunResults;

/** What is to be said of a row before any figure. */
enum RowLabel {
  /** Measured, and believed. */
  GOOD("", Ink.PLAIN),
  /** Measured as faster than the device can be. */
  IMPOSSIBLE("IMPOSSIBLE", Ink.RED),
  /** Its results are wrong. */
  FAILED("FAILED", Ink.RED),
  /** The backend or the machine failed. */
  ERROR("ERROR", Ink.RED),
  /** The backend cannot run it here. */
  UNSUPPORTED("n/a", Ink.YELLOW);

  final String word;
  final Ink ink;

  RowLabel(String word, Ink ink) {
    this.word = word;
    this.ink = ink;
  }

  static RowLabel of(RunResults results, CaseRow row) {
    return switch (row.outcome().status()) {
      case MEASURED -> results.impossible(row) ? IMPOSSIBLE : GOOD;
      case MISMATCH -> FAILED;
      case UNSUPPORTED -> UNSUPPORTED;
      case ERROR -> ERROR;
    };
  }

  /** The word and why, as far as that is known. */
  static String remark(RunResults results, CaseRow row) {
    String word = of(results, row).word;
    String reason = row.outcome().reason();
    return reason == null ? word : word + ": " + reason;
  }
}
