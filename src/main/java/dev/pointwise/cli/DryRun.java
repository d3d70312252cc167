package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.bench.BenchCase;
import dev.pointwise.bench.PlannedCase;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Units;
import dev.pointwise.results.Work;
import dev.pointwise.spec.GemmShape;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Tells what cases would take, and runs none of them.
 *
 * @param command the command line
 * @param settings how they would be measured
 */
record DryRun(CommandLine command, Settings settings) {
  /** Prints them for each of the backends. */
  void print(List<PlannedCase> cases, List<BackendOptions> backends) {
    for (BackendOptions each : backends) {
      try (Backend backend = each.open(command.getErr())) {
        print(cases, backend);
      }
    }
  }

  private void print(List<PlannedCase> cases, Backend backend) {
    PrintWriter out = command.getOut();
    Roofline roofline = Rooflines.of(backend);
    out.println("would measure on " + backend.info());
    out.println(
        roofline == null
            ? "no estimate of times: `pointwise roofline` has not measured this device"
            : "at best: the shortest possible time of a cold run, by the roofline of "
                + roofline.measured());
    out.println(row("m n k", "batch", "FLOP", "bytes", "memory", "at best", "case"));
    double flops = 0;
    long bytes = 0;
    long memory = 0;
    double seconds = 0;
    boolean all = true;
    for (PlannedCase planned : cases) {
      BenchCase each = planned.benchCase();
      OptionalDouble best = best(roofline, each);
      print(out, each, best);
      flops += each.work().flops();
      bytes += each.work().bytes();
      memory = Math.max(memory, each.deviceBytes());
      seconds += best.orElse(0);
      all &= best.isPresent();
    }
    out.println(
        row(
            "",
            "",
            Units.count((long) flops),
            Units.count(bytes),
            Units.count(memory),
            all ? Units.seconds(seconds) : "-",
            cases.size() + " cases once each; memory of the largest"));
    out.println(
        "sampling takes at most "
            + Units.digits(cases.size() * settings.budget())
            + " s; verifying and preparing come on top");
    out.flush();
  }

  private static OptionalDouble best(@Nullable Roofline roofline, BenchCase each) {
    return roofline == null
        ? OptionalDouble.empty()
        : roofline
            .assess(each.key().dtype(), each.work(), true, 1)
            .map(found -> OptionalDouble.of(found.percent() / 100))
            .orElse(OptionalDouble.empty());
  }

  private static void print(PrintWriter out, BenchCase each, OptionalDouble best) {
    List<GemmShape> products = each.products();
    GemmShape first = products.getFirst();
    Work work = each.work();
    out.println(
        row(
            products.size() == 1
                ? first.m() + " " + first.n() + " " + first.k()
                : products.size() + " products",
            products.size() == 1 ? String.valueOf(first.batch() * first.outer()) : "",
            Units.count((long) work.flops()),
            Units.count(work.bytes()),
            Units.count(each.deviceBytes()),
            best.isPresent() ? Units.seconds(best.getAsDouble()) : "-",
            each.key().toString()));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%21s %5s %8s %8s %8s %8s  %s", cells);
  }
}
