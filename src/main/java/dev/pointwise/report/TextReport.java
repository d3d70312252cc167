package dev.pointwise.report;

import dev.pointwise.results.Fuse;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints results as tables of at most 100 columns. */
public final class TextReport {
  private static final int INDENT = 8;

  private final PrintWriter out;
  private final boolean colour;

  /**
   * Prints there.
   *
   * @param colour whether that is a terminal which is to show colours
   */
  public TextReport(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Prints where the numbers come from, every table, totals, and what went wrong. */
  public void print(RunResults results) {
    for (RunInfo run : results.fruitful()) {
      head(run);
    }
    Legend.LINES.forEach(line -> out.println(Ink.FAINT.on(line, colour)));
    List<NetworkTable> tables = results.networks();
    List<NetworkTable> layers =
        tables.stream().filter(table -> table.id().fuse() != Fuse.NETWORK).toList();
    List<NetworkTable> wholes =
        tables.stream().filter(table -> table.id().fuse() == Fuse.NETWORK).toList();
    for (NetworkTable table : layers) {
      title(Titles.of(results, table));
      TextGrid.print(LayerGrid.of(results, table), out, colour);
    }
    if (!wholes.isEmpty()) {
      title(Legend.WHOLE);
      TextGrid.print(WholeGrid.of(results, wholes), out, colour);
    }
    if (!layers.isEmpty()) {
      title(TotalGrid.TITLE);
      TextGrid.print(TotalGrid.of(results, layers), out, colour);
    }
    out.println();
    end(results);
    out.flush();
  }

  private void title(String title) {
    out.println();
    out.println(Ink.BOLD.on(Texts.clipped(title, Texts.WIDTH), colour));
  }

  private void head(RunInfo run) {
    lines(RunHead.of(run, false));
    RunHead.warnings(run).forEach(this::warn);
  }

  private void end(RunResults results) {
    SampleSummary summary = SampleSummary.of(results);
    lines(summary.lines());
    if (!summary.warning().isEmpty()) {
      warn(summary.warning());
    }
    results.fruitful().stream()
        .flatMap(run -> RunHead.warnings(run).stream())
        .distinct()
        .forEach(this::warn);
    for (Findings.Finding finding : Findings.of(results)) {
      out.println();
      String label = finding.label().word + " ";
      Texts.wrapped(label, List.of(finding.text().split(" ")), " ")
          .forEach(line -> out.println(finding.label().ink.on(line, colour)));
      if (!finding.replay().isEmpty()) {
        out.println("replay: " + finding.replay());
      }
    }
  }

  private void lines(Map<String, List<String>> lines) {
    lines.forEach(
        (label, pieces) -> {
          String start = String.format(Locale.ROOT, "%-" + INDENT + "s", label);
          Texts.wrapped(start, pieces, "; ").forEach(out::println);
        });
  }

  private void warn(String warning) {
    out.println(Ink.YELLOW.on(warning, colour));
  }
}
