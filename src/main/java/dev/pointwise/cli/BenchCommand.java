package dev.pointwise.cli;

import dev.pointwise.backend.Closing;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.PlannedCase;
import dev.pointwise.report.TextReport;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Settings;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures layers. */
@Command(
    name = "bench",
    showAtFileInUsageHelp = true,
    description = {
      "Verifies layers against the oracle, then measures them, cold (after the last-level cache was"
          + " filled with something else) and hot; per network the time of one forward pass of its"
          + " 1x1 layers. A case that fails is reported, never timed, and the rest goes on."
          + " Interrupted, it reports what it has.",
      "By default the layers of googlenet, resnet50 and mobilenetv2, batch 1, f32, nchw.",
      "Options that are not given are looked for in ~/.pointwise.properties, such as"
          + " suite=resnet50 or pointwise.bench.suite=resnet50."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin Selection selection = new Selection();
  @Mixin BackendOptions backendOptions = new BackendOptions();
  @Mixin MeasuringOptions measuring = new MeasuringOptions();
  @Mixin OutputOptions outputs = new OutputOptions();
  @Mixin VerdictOptions verdicts = new VerdictOptions();

  @Option(
      names = "--fuse",
      paramLabel = "FUSE",
      split = ",",
      defaultValue = "epilogue",
      description =
          "How much is one call: none, the product alone; epilogue, a layer; siblings, the layers"
              + " that read one tensor; network, all layers of a forward pass, merged and recorded,"
              + " and beside it layer by layer. Default: ${DEFAULT-VALUE}.")
  List<Fuse> fuses = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description =
          "Take only cases whose layer, shape, network, or network/layer matches: * stands for any"
              + " characters, ? for one.")
  @Nullable String filter;

  @Option(
      names = "--dry-run",
      description =
          "Measure nothing; tell what would be: products, operations, bytes, memory, and the"
              + " shortest possible time by the roofline that `pointwise roofline` measured.")
  boolean dryRun;

  private RunResults results = new RunResults(List.of(), List.of());

  @Override
  public Integer call() throws Exception {
    Settings settings = measuring.settings(selection.seed, verdicts.twice);
    outputs.files();
    verdicts.check();
    List<BackendOptions> backends = backendOptions.each();
    List<PlannedCase> cases = cases();
    verdicts.check(cases);
    if (dryRun) {
      new DryRun(spec.commandLine(), settings).print(cases, backends);
      return ExitCode.OK;
    }
    for (BackendOptions each : backends) {
      each.checkAvailable();
    }
    return measure(new BenchRun(spec.commandLine(), settings, backends, verdicts), cases);
  }

  /** What was found. */
  RunResults results() {
    return results;
  }

  private int measure(BenchRun run, List<PlannedCase> cases) throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try (Interruption interruption = Interruption.watch(err);
        Journal journal = Journal.open(outputs.json(), outputs.resume)) {
      try {
        run.measure(cases, journal, interruption);
      } catch (Throwable failure) {
        if (journal.grown()) {
          Closing.close(() -> report(journal), failure);
        }
        throw failure;
      }
      report(journal);
      if (interruption.requested() && results.rows().isEmpty()) {
        Failures.print(err, "interrupted: nothing was finished");
      }
      int verdict =
          verdicts.after(results, interruption.requested(), spec.commandLine().getOut(), err);
      int code = interruption.requested() ? ExitCode.INTERRUPTED : ExitCode.of(results);
      return code == ExitCode.OK ? verdict : code;
    }
  }

  private void report(Journal journal) throws IOException {
    results = journal.results();
    if (!results.rows().isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      new TextReport(out, Terminal.OUTPUT.colour()).print(results);
      out.flush();
      new Reports(outputs.files()).write(results, verdicts.shown(results));
    }
  }

  /**
   * What is to be measured.
   *
   * @throws UsageException if that is nothing
   */
  List<PlannedCase> cases() throws Exception {
    Set<Fuse> how = EnumSet.copyOf(fuses);
    if (how.contains(Fuse.NETWORK)) {
      checkWhole();
    }
    List<Network> networks = selection.networks();
    List<PlannedCase> cases = UsageException.check(() -> PlannedCase.of(networks, how));
    return filter == null ? cases : new Filter(filter).of(cases);
  }

  private void checkWhole() {
    if (!selection.shapes.isEmpty()) {
      throw new UsageException(
          "--fuse is network, expected --suite or --shapes beside, and no --shape");
    }
    for (Precision precision : selection.precisions) {
      if (precision.quantized()) {
        throw new UsageException(
            "--dtype is "
                + precision.name().toLowerCase(Locale.ROOT)
                + ", expected f32, tf32, f16 or bf16 beside --fuse network: a quantized layer"
                + " writes f16, which the next one does not read");
      }
    }
  }
}
