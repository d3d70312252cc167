package dev.pointwise.report;

import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.SuiteComparison;
import dev.pointwise.compare.Total;
import dev.pointwise.compare.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a comparison as tables of at most 100 columns. */
public final class ComparisonText {
  private final PrintWriter out;
  private final boolean colour;

  /**
   * Prints there.
   *
   * @param colour whether that is a terminal which is to show colours
   */
  public ComparisonText(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /**
   * Prints every row, every network, and what is to be known of them.
   *
   * @param explained whether to print the evidence of each row, too
   */
  public void print(Comparison comparison, boolean explained) {
    line(
        Ink.FAINT,
        "old: the baseline; new: the candidate; times are medians; ratio: new ÷ old, above 1 is slower");
    forced(comparison);
    out.println();
    TextGrid.print(ComparisonGrid.rows(comparison), out, colour);
    if (!comparison.suites().isEmpty()) {
      out.println();
      TextGrid.print(ComparisonGrid.suites(comparison), out, colour);
      comparison.suites().forEach(this::reasons);
    }
    if (explained) {
      comparison.rows().forEach(this::explain);
    }
    out.println();
    forced(comparison);
    comparison.notes().forEach(note -> wrapped(Ink.PLAIN, "note: ", note));
    out.println(counts(comparison));
    out.flush();
  }

  private void forced(Comparison comparison) {
    comparison.forced().forEach(each -> wrapped(Ink.RED, "FORCED: ", each));
  }

  private void reasons(SuiteComparison suite) {
    for (Total total : suite.totals()) {
      if (!total.reason().isEmpty()) {
        String what = suite.backend() + " " + suite.name() + " " + total.series() + ": ";
        wrapped(ComparisonGrid.ink(total.verdict()), "", what + total.reason());
      }
    }
  }

  private void explain(RowComparison row) {
    out.println();
    List<String> lines = Explanation.of(row);
    line(ComparisonGrid.ink(row.verdict()), lines.getFirst());
    lines.stream().skip(1).forEach(out::println);
  }

  private static String counts(Comparison comparison) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : List.of(Verdict.SLOW, Verdict.FAST, Verdict.SAME, Verdict.AMBIGUOUS)) {
      parts.add(comparison.count(verdict) + " " + verdict);
    }
    if (!comparison.unmatched().isEmpty()) {
      parts.add(comparison.unmatched().size() + " not compared");
    }
    return String.format(
        Locale.ROOT, "%d cases: %s", comparison.rows().size(), String.join(", ", parts));
  }

  private void wrapped(Ink ink, String label, String text) {
    Texts.wrapped(label, List.of(text.split(" ")), " ").forEach(line -> line(ink, line));
  }

  private void line(Ink ink, String line) {
    out.println(ink.on(line, colour));
  }
}
