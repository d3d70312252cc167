package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.bench.CaseResult;
import dev.pointwise.bench.CsvReport;
import dev.pointwise.bench.JsonReport;
import dev.pointwise.bench.LayerBenchmark;
import dev.pointwise.bench.Measurer;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.NetworkResult;
import dev.pointwise.bench.PassBenchmark;
import dev.pointwise.bench.PassCsvReport;
import dev.pointwise.bench.PassJsonReport;
import dev.pointwise.bench.PassReport;
import dev.pointwise.bench.PassResult;
import dev.pointwise.bench.PassTextReport;
import dev.pointwise.bench.Progress;
import dev.pointwise.bench.Provenance;
import dev.pointwise.bench.Report;
import dev.pointwise.bench.TextReport;
import dev.pointwise.io.AtomicFile;
import dev.pointwise.results.Machine;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    description = {
      "Verifies layers against the oracle, then measures them: per layer the median time, its"
          + " spread (the middle half of the samples ÷ median), GFLOP/s and GB/s (of the bytes that"
          + " must be moved at least), per network the time of one forward pass of its 1x1 layers."
          + " A case that fails is reported, never timed, and the rest goes on.",
      "With --network, all 1x1 layers of a network are one forward pass: as a network, merged and"
          + " recorded, and beside it layer by layer, sampled in turn. What lies between the layers"
          + " (3x3 convolutions, pooling) is absent: a layer whose predecessor is not certain reads"
          + " an input of its own, and all run one behind the other, as they depend on each other"
          + " in the real network.",
      "By default the layers of googlenet, resnet50 and mobilenetv2, batch 1, f32, nchw."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Selection selection = new Selection();
  @Mixin private BackendOptions backendOptions = new BackendOptions();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      split = ",",
      description =
          "Networks to run as a whole, in the place of suites; `pointwise shapes list` names them.")
  private List<String> wholes = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report, samples included, as JSON.")
  private @Nullable Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the report as CSV.")
  private @Nullable Path csv;

  @Option(
      names = "--recorded",
      description =
          "Measure each layer as a recording, too (on a GPU a CUDA graph); in the JSON report.")
  private boolean recorded;

  @Option(
      names = "--time-budget",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How long to sample one case at most; sampling ends earlier once the spread is down to"
              + " 3 %%. Default: ${DEFAULT-VALUE}.")
  private double budget;

  @Override
  public Integer call() throws Exception {
    checkOptions();
    boolean whole = !wholes.isEmpty();
    List<Network> networks = whole ? selection.wholeNetworks(wholes) : selection.networks();
    Instant started = Instant.now();
    try (Backend backend = backendOptions.open(spec.commandLine().getErr())) {
      Provenance provenance = provenance(backend, started);
      return whole ? passes(backend, networks, provenance) : layers(backend, networks, provenance);
    }
  }

  private int layers(Backend backend, List<Network> networks, Provenance provenance)
      throws IOException {
    LayerBenchmark benchmark =
        new LayerBenchmark(backend, selection.seed, Measurer.within(budget), recorded);
    List<NetworkResult> results;
    try (Progress progress = progress(LayerBenchmark.cases(networks))) {
      results = benchmark.run(networks, progress);
    }
    Report report = new Report(provenance, results);
    new TextReport(spec.commandLine().getOut()).print(report);
    write(json, JsonReport.text(report));
    write(csv, CsvReport.text(report));
    List<CaseResult> failures = report.failures();
    return ExitCode.of(
        failures.stream().anyMatch(row -> row.verification().mismatched()),
        failures.stream().anyMatch(row -> !row.unsupported()),
        !failures.isEmpty());
  }

  private int passes(Backend backend, List<Network> networks, Provenance provenance)
      throws IOException {
    PassBenchmark benchmark = new PassBenchmark(backend, selection.seed, Measurer.within(budget));
    List<PassResult> results;
    try (Progress progress = progress(networks.size())) {
      results = benchmark.run(networks, progress);
    }
    PassReport report = new PassReport(provenance, results);
    new PassTextReport(spec.commandLine().getOut()).print(report);
    write(json, PassJsonReport.text(report));
    write(csv, PassCsvReport.text(report));
    List<PassResult> failures = report.failures();
    boolean mismatched = failures.stream().anyMatch(pass -> pass.verification().mismatched());
    return ExitCode.of(mismatched, !failures.isEmpty(), false);
  }

  private Progress progress(int cases) {
    return ProgressLine.of(cases, spec.commandLine().getErr());
  }

  private void checkOptions() {
    if (!(budget > 0 && budget <= 3600)) {
      throw new UsageException(
          "--time-budget is " + budget + ", expected seconds above 0 and up to 3600");
    }
    if (recorded && !wholes.isEmpty()) {
      throw new UsageException(
          "--recorded is given, expected none beside --network, which is recorded anyway");
    }
    if (!wholes.isEmpty()) {
      selection.precisions.stream().filter(Precision::quantized).forEach(BenchCommand::refuse);
    }
    UsageException.check("", () -> check("--json", json));
    UsageException.check("", () -> check("--csv", csv));
    backendOptions.check();
  }

  private static void refuse(Precision quantized) {
    throw new UsageException(
        "--dtype is "
            + quantized.name().toLowerCase(Locale.ROOT)
            + ", expected f32, tf32, f16 or bf16 beside --network: a quantized layer writes f16,"
            + " which the next one does not read");
  }

  private static void check(String option, @Nullable Path file) {
    if (file != null) {
      AtomicFile.check(option, file);
    }
  }

  private Provenance provenance(Backend backend, Instant started) {
    List<String> command = new ArrayList<>(List.of("pointwise"));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return new Provenance(
        Version.text(),
        started,
        command,
        backend.info(),
        backendOptions.replay(backend, selection.seed),
        Machine.here());
  }

  private static void write(@Nullable Path file, String text) throws IOException {
    if (file != null) {
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
