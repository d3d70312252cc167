package dev.pointwise.cli;

import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.IncomparableException;
import dev.pointwise.report.ComparisonText;
import dev.pointwise.results.RunResults;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to compare, and what to make of it. */
final class CompareOptions {
  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT",
      description =
          "Exit with 4 if any row or network is SLOW; with ambiguous, besides, with 5 if any is"
              + " AMBIGUOUS.")
  @Nullable FailOn failOn;

  @Option(names = "--explain", description = "Print the evidence behind each verdict.")
  boolean explain;

  @Option(
      names = "--force",
      description =
          "Compare even what differs in device, dtype, fill or timing; all output says so.")
  boolean force;

  /** Whether any of them is given. */
  boolean given() {
    return failOn != null || explain || force;
  }

  /**
   * Compares.
   *
   * @throws IncomparableException if no honest verdict can be given
   */
  Comparison compare(RunResults baseline, RunResults candidate) throws IncomparableException {
    return Comparison.of(baseline, candidate, force);
  }

  /** Prints the verdicts; returns what to exit with. */
  int print(Comparison comparison, PrintWriter out, boolean colour) {
    new ComparisonText(out, colour).print(comparison, explain);
    return failOn == null ? ExitCode.OK : failOn.code(comparison);
  }
}
