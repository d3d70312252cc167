package dev.pointwise.bench;

import dev.pointwise.results.Statistics;
import dev.pointwise.results.Units;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints a report as tables of at most 100 columns. */
public final class TextReport {
  private static final int WIDTH = 100;

  private static final int INDENT = 8;
  private static final Pattern PATH = Pattern.compile("/|[A-Za-z]:\\\\");

  private final PrintWriter out;

  /** Prints there. */
  public TextReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints all of a report. */
  public void print(Report report) {
    head(report.provenance());
    for (NetworkResult network : report.networks()) {
      out.println();
      network(network);
    }
    totals(report);
    for (CaseResult failure : report.failures()) {
      out.println();
      failure(report.provenance(), failure);
    }
    out.flush();
  }

  /** Prints where the numbers come from. */
  void head(Provenance provenance) {
    out.println("backend " + provenance.backend().backend());
    out.println("device  " + provenance.backend().device());
    details(provenance.backend().details());
    out.println("machine " + provenance.machine());
    out.println("times   " + Provenance.HOT);
    warn(provenance);
  }

  /** Prints the backend's details, but for where its files lie, as many on a line as fit. */
  private void details(Map<String, String> details) {
    StringBuilder line = new StringBuilder("with   ");
    for (Map.Entry<String, String> detail : details.entrySet()) {
      if (PATH.matcher(detail.getValue()).lookingAt()) {
        continue;
      }
      String text = clipped(detail.getKey() + " " + detail.getValue(), WIDTH - INDENT - 1);
      boolean first = line.length() < INDENT;
      if (!first && line.length() + 2 + text.length() > WIDTH - 1) {
        out.println(line.append(';'));
        line.setLength(INDENT - 1);
        line.replace(0, INDENT - 1, " ".repeat(INDENT - 1));
        first = true;
      }
      line.append(first ? " " : "; ").append(text);
    }
    if (line.length() >= INDENT) {
      out.println(line);
    }
  }

  void warn(Provenance provenance) {
    if (provenance.standIn()) {
      out.println(Provenance.STAND_IN_WARNING);
    }
  }

  private void network(NetworkResult result) {
    out.println(clipped(result.network().toString(), WIDTH));
    line("layer", "×", "shape", "median", "spread", "GFLOP/s", "GB/s");
    for (int i = 0; i < result.rows().size(); i++) {
      row(result.network().suite().layers().get(i), result.rows().get(i));
    }
  }

  private void row(SuiteLayer layer, CaseResult result) {
    String repeat = String.valueOf(layer.repeat());
    String shape = result.layerCase().shape().toString();
    if (result.measurement() == null) {
      line(layer.name(), repeat, shape, result.verdict(), "", "", "");
      return;
    }
    Statistics time = result.measurement().statistics();
    line(
        layer.name(),
        repeat,
        shape,
        Units.seconds(time.median()),
        String.format(Locale.ROOT, "%.1f%%", 100 * time.relativeIqr()),
        Units.digits(result.gflops(time)),
        Units.digits(result.gigabytesPerSecond(time)));
  }

  private void totals(Report report) {
    out.println();
    total("one forward pass of all 1x1 layers", "time", "GFLOP/s");
    for (NetworkResult result : report.networks()) {
      if (result.forwardSeconds().isEmpty()) {
        total(result.network().toString(), result.failed() ? "FAILED" : "n/a", "");
      } else {
        double seconds = result.forwardSeconds().getAsDouble();
        String rate = Units.digits(result.flops() / seconds * 1e-9);
        total(result.network().toString(), Units.seconds(seconds), rate);
      }
    }
    warn(report.provenance());
  }

  private void total(String name, String time, String rate) {
    String cells = String.format(Locale.ROOT, "%-67s %8s %15s", clipped(name, 67), time, rate);
    out.println(cells.stripTrailing());
  }

  private void failure(Provenance provenance, CaseResult failure) {
    out.println(failure.verification());
    if (failure.verification().passed()) {
      out.println("not measured: " + failure.error());
      out.println("replay: " + provenance.replay().bench(failure.layerCase()));
    } else if (!failure.unsupported()) {
      out.println("replay: " + provenance.replay().verify(failure.layerCase()));
    }
  }

  private void line(String name, String... cells) {
    Object[] row = new Object[7];
    row[0] = clipped(name, 30);
    System.arraycopy(cells, 0, row, 1, cells.length);
    row[2] = clipped(cells[1], 31);
    out.println(String.format(Locale.ROOT, "%-30s %4s %-31s %8s %6s %8s %7s", row).stripTrailing());
  }

  /** The text, its middle left out where it is too long. */
  static String clipped(String text, int width) {
    int half = width / 2;
    return text.length() <= width
        ? text
        : text.substring(0, width - half - 1) + "…" + text.substring(text.length() - half);
  }
}
