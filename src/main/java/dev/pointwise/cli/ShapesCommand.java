package dev.pointwise.cli;

import dev.pointwise.bench.Suite;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.bench.Suites;
import dev.pointwise.results.Units;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells of the suites. */
@Command(name = "shapes", description = "Lists the suites of layers, or shows one.")
final class ShapesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given, expected list or show SUITE");
  }

  @Command(
      name = "list",
      description =
          "Lists the suites: rows, layers, distinct shapes; multiply-adds and parameters"
              + " of their 1x1 layers for one image.")
  void list() {
    PrintWriter out = spec.commandLine().getOut();
    line(out, "suite", "rows", "layers", "distinct", "MACs", "parameters");
    for (String name : Suites.names()) {
      Suite suite = Suites.get(name);
      line(
          out,
          name,
          String.valueOf(suite.layers().size()),
          String.valueOf(suite.layerCount()),
          String.valueOf(suite.distinct()),
          Units.count(suite.macs()),
          Units.count(suite.parameters()));
    }
    out.flush();
  }

  private static void line(PrintWriter out, Object... cells) {
    out.println(String.format(Locale.ROOT, "%-16s %6s %7s %9s %9s %11s", cells));
  }

  @Command(
      name = "show",
      description =
          "Shows a suite's rows: how often, the shape as --shape takes it, multiply-adds"
              + " and parameters for one image; at last what 3x3 convolutions of the same"
              + " channels would take.")
  void show(
      @Parameters(
              paramLabel = "SUITE",
              completionCandidates = Candidates.OfSuites.class,
              description = "Its name.")
          String name) {
    PrintWriter out = spec.commandLine().getOut();
    Suite suite = UsageException.check(() -> Suites.get(name));
    row(out, "layer", "×", "shape", "MACs", "params");
    for (SuiteLayer layer : suite.layers()) {
      row(
          out,
          layer.name(),
          String.valueOf(layer.repeat()),
          layer.shape().toString(),
          Units.count(layer.shape().macs()),
          Units.count(layer.shape().parameters()));
    }
    row(out, "all", "", "", Units.count(suite.macs()), Units.count(suite.parameters()));
    row(
        out,
        "all, if they were 3x3",
        "",
        "",
        Units.count(9 * suite.macs()),
        Units.count(suite.parameters() + 8 * suite.weights()));
    out.flush();
  }

  private static void row(PrintWriter out, Object... cells) {
    out.println(String.format(Locale.ROOT, "%-30s %3s %-38s %8s %8s", cells).stripTrailing());
  }
}
