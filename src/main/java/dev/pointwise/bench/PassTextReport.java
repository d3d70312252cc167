package dev.pointwise.bench;

import dev.pointwise.results.Statistics;
import dev.pointwise.results.Units;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a report of networks as a table of at most 100 columns. */
public final class PassTextReport {
  private final PrintWriter out;

  /** Prints there. */
  public PassTextReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints all of a report. */
  public void print(PassReport report) {
    TextReport common = new TextReport(out);
    common.head(report.provenance());
    out.println();
    out.println(PassReport.METHOD);
    line("", "layers", "calls", "products", "network", "spread", "by layer", "spread", "ratio");
    report.passes().forEach(this::pass);
    for (PassResult pass : report.passes()) {
      if (pass.times() != null) {
        detail(pass, pass.times());
      }
    }
    common.warn(report.provenance());
    for (PassResult failure : report.failures()) {
      out.println();
      out.println(failure.verification());
      if (failure.verification().passed()) {
        out.println("not measured: " + failure.error());
      }
      out.println("replay: " + report.provenance().replay().bench(failure.network()));
    }
    out.flush();
  }

  private void pass(PassResult pass) {
    String name = TextReport.clipped(pass.network().toString(), 30);
    String layers = String.valueOf(pass.footprint().layers());
    String calls = String.valueOf(pass.footprint().steps());
    String products = String.valueOf(pass.footprint().products());
    PassResult.Times times = pass.times();
    if (times == null) {
      line(name, layers, calls, products, pass.verdict(), "", "", "", "");
      return;
    }
    Statistics whole = times.whole().statistics();
    Statistics single = times.layers().statistics();
    line(
        name,
        layers,
        calls,
        products,
        Units.seconds(whole.median()),
        spread(whole),
        Units.seconds(single.median()),
        spread(single),
        Units.digits(times.ratio()));
  }

  private static String spread(Statistics time) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * time.relativeIqr());
  }

  private void detail(PassResult pass, PassResult.Times times) {
    out.println(
        TextReport.clipped(
            String.format(
                Locale.ROOT,
                "%s: %s GFLOP/s; buffers %d, %sB; stop: %s / %s",
                pass.network(),
                Units.digits(pass.flops() / times.whole().statistics().median() * 1e-9),
                pass.footprint().buffers(),
                Units.count(pass.footprint().bytes()).strip(),
                times.whole().stop(),
                times.layers().stop()),
            100));
  }

  private void line(String name, String... cells) {
    Object[] row = new Object[9];
    row[0] = name;
    System.arraycopy(cells, 0, row, 1, cells.length);
    out.println(
        String.format(Locale.ROOT, "%-30s %6s %5s %8s %8s %6s %9s %6s %6s", row).stripTrailing());
  }
}
