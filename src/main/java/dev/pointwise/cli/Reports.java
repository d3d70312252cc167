package dev.pointwise.cli;

import dev.pointwise.report.TextReport;
import dev.pointwise.results.RunResults;
import java.io.PrintWriter;

/** What is written of results when they are complete, or as complete as they get. */
final class Reports {
  private Reports() {}

  /** Prints the tables. */
  static void write(RunResults results, PrintWriter out) {
    new TextReport(out, false).print(results);
    out.flush();
  }
}
