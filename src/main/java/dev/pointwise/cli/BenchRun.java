package dev.pointwise.cli;

import dev.pointwise.backend.Backend;
import dev.pointwise.bench.Benchmark;
import dev.pointwise.bench.PlannedCase;
import dev.pointwise.bench.Progress;
import dev.pointwise.bench.Replay;
import dev.pointwise.compare.IncomparableException;
import dev.pointwise.results.Build;
import dev.pointwise.results.Machine;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Runs cases on one backend after the other.
 *
 * @param command the command line
 * @param settings how to measure
 * @param backends on what
 * @param verdicts what it has to be comparable with
 */
record BenchRun(
    CommandLine command,
    Settings settings,
    List<BackendOptions> backends,
    VerdictOptions verdicts) {
  /** Measures them, as far as they are not in the journal, unless somebody interrupts. */
  void measure(List<PlannedCase> cases, Journal journal, Interruption interruption)
      throws IOException, IncomparableException {
    for (BackendOptions each : backends) {
      if (!interruption.requested()) {
        try (Backend backend = each.open(command.getErr())) {
          measure(each, backend, cases, journal, interruption);
        }
      }
    }
  }

  private void measure(
      BackendOptions options,
      Backend backend,
      List<PlannedCase> cases,
      Journal journal,
      Interruption interruption)
      throws IOException, IncomparableException {
    Replay replay = options.replay(backend, settings.seed());
    RunInfo run = info(backend, replay.devices(), null);
    verdicts.before(run);
    List<PlannedCase> left = journal.left(run, names(backend), cases);
    if (left.size() < cases.size()) {
      Failures.print(
          command.getErr(),
          cases.size() - left.size() + " of " + cases.size() + " cases are in the file already");
    }
    if (left.isEmpty()) {
      return;
    }
    Roofline roofline = Rooflines.of(backend, left, command.getErr());
    int number = journal.add(info(backend, replay.devices(), roofline));
    try (Progress progress = ProgressLine.of(command.getErr())) {
      new Benchmark(backend, number, settings, replay)
          .run(left, journal::add, progress, interruption::requested);
    }
  }

  private Set<String> names(Backend opened) {
    return backends.stream()
        .map(each -> each.isAuto() ? opened.info().backend() : each.name)
        .collect(Collectors.toSet());
  }

  private RunInfo info(Backend backend, List<Integer> devices, @Nullable Roofline roofline) {
    return new RunInfo(
        Build.here(),
        Instant.now(),
        CommandWords.of(command),
        backend.info(),
        devices,
        backend.condition().details(),
        Machine.here(),
        settings,
        roofline);
  }
}
