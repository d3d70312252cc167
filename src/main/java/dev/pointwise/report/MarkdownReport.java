package dev.pointwise.report;

import dev.pointwise.results.Fuse;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Results as Markdown, with tables as GitHub draws them: to be kept beside the code. */
public final class MarkdownReport {
  private final RunResults results;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(RunResults results) {
    this.results = results;
  }

  /** The text: where the numbers come from with the command, every table, what went wrong. */
  public static String text(RunResults results) {
    MarkdownReport report = new MarkdownReport(results);
    results.fruitful().forEach(report::head);
    report.tables();
    report.end();
    return report.text.toString();
  }

  private void head(RunInfo run) {
    text.append("```sh\n").append(Texts.command(run.command())).append("\n```\n\n");
    items(RunHead.of(run, true));
    text.append('\n');
    RunHead.warnings(run).forEach(this::warn);
  }

  private void tables() {
    Legend.LINES.forEach(this::paragraph);
    List<NetworkTable> wholes = tables(true).toList();
    List<NetworkTable> layers = tables(false).toList();
    for (NetworkTable table : layers) {
      grid(Titles.of(results, table), LayerGrid.of(results, table));
    }
    if (!wholes.isEmpty()) {
      grid(Legend.WHOLE, WholeGrid.of(results, wholes));
    }
    if (!layers.isEmpty()) {
      grid(TotalGrid.TITLE, TotalGrid.of(results, layers));
    }
  }

  private Stream<NetworkTable> tables(boolean whole) {
    return results.networks().stream()
        .filter(table -> (table.id().fuse() == Fuse.NETWORK) == whole);
  }

  private void grid(String title, Grid grid) {
    text.append("### ").append(MarkdownGrid.escaped(title)).append("\n\n");
    text.append(MarkdownGrid.text(grid)).append('\n');
  }

  private void end() {
    SampleSummary summary = SampleSummary.of(results);
    items(summary.lines());
    if (!summary.warning().isEmpty()) {
      text.append('\n');
      warn(summary.warning());
    }
    for (Findings.Finding finding : Findings.of(results)) {
      text.append("\n**").append(finding.label().word).append("** ");
      text.append(MarkdownGrid.escaped(finding.text())).append('\n');
      if (!finding.replay().isEmpty()) {
        text.append("\n```sh\n").append(finding.replay()).append("\n```\n");
      }
    }
  }

  private void items(Map<String, List<String>> items) {
    items.forEach(
        (label, pieces) -> {
          String line = label + ": " + String.join("; ", pieces);
          text.append("- ").append(MarkdownGrid.escaped(line)).append('\n');
        });
  }

  private void warn(String warning) {
    text.append("**").append(MarkdownGrid.escaped(warning)).append("**\n\n");
  }

  private void paragraph(String line) {
    text.append(MarkdownGrid.escaped(line)).append("\n\n");
  }
}
