package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.Conditions;
import dev.pointwise.compare.IncomparableException;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Keeping what a run found, and comparing it with what another found. {@link #check} comes first,
 * {@link #before} with each backend before anything is measured, {@link #after} when all is.
 */
final class VerdictOptions {
  @Option(
      names = "--save",
      paramLabel = "NAME",
      description = "Keep the results under a name, for --baseline and `pointwise compare`.")
  @Nullable String save;

  @Option(
      names = "--baseline",
      paramLabel = "NAME|FILE",
      description =
          "Compare with results kept before: FAST, SAME, SLOW or AMBIGUOUS for each row and"
              + " network.")
  @Nullable String baseline;

  @Option(
      names = "--aa",
      description =
          "Measure each case once more, to learn what differs without a reason: the noise floor"
              + " of verdicts.")
  boolean twice;

  @Mixin CompareOptions comparing = new CompareOptions();

  private @Nullable RunResults before;

  /**
   * Checks the options and reads the baseline, before anything is opened.
   *
   * @throws UsageException if they contradict each other, or there is no such baseline
   * @throws ResultsFileException if the baseline cannot be used
   */
  void check() throws IOException, ResultsFileException {
    if (baseline == null && comparing.given()) {
      throw new UsageException(
          "--fail-on, --explain or --force is given, expected --baseline beside");
    }
    if (save != null) {
      Baselines.here().checkSave(save);
    }
    if (baseline != null) {
      before = Baselines.here().read(baseline);
    }
  }

  /**
   * Checks that what is about to be measured can be compared with the baseline.
   *
   * @throws IncomparableException if it cannot
   */
  void before(RunInfo run) throws IncomparableException {
    if (before == null || comparing.force) {
      return;
    }
    List<String> differences = new ArrayList<>();
    for (RunInfo each : before.runs()) {
      List<String> found = Conditions.differences(each, run);
      if (found.isEmpty()) {
        return;
      }
      differences.addAll(found);
    }
    throw new IncomparableException(differences.stream().distinct().toList(), true);
  }

  /**
   * Checks that the baseline has any of the cases that are about to be measured.
   *
   * @throws IncomparableException if it has none
   */
  void check(List<PlannedCase> cases) throws IncomparableException {
    if (before == null || comparing.force) {
      return;
    }
    Set<CaseKey> known = before.rows().stream().map(CaseRow::key).collect(Collectors.toSet());
    if (cases.stream().noneMatch(each -> known.contains(each.benchCase().key()))) {
      throw new IncomparableException(
          List.of("the baseline has none of these " + cases.size() + " cases, expected 1 or more"),
          false);
    }
  }

  /**
   * The comparison with the baseline; null if none was asked for, or there are no results.
   *
   * @throws IncomparableException if no honest verdict can be given
   */
  private @Nullable Comparison compare(RunResults results) throws IncomparableException {
    return before == null || results.rows().isEmpty() ? null : comparing.compare(before, results);
  }

  /** The comparison for reports; null also where {@link #after} will refuse it. */
  @Nullable Comparison shown(RunResults results) {
    try {
      return compare(results);
    } catch (IncomparableException e) {
      return null;
    }
  }

  /**
   * Keeps the results, compares them and prints the verdicts, as far as that was asked for.
   *
   * @param interrupted whether there would be more had nobody interrupted
   * @return what to exit with as far as verdicts go
   * @throws IncomparableException if no honest verdict can be given
   */
  int after(RunResults results, boolean interrupted, PrintWriter out, PrintWriter err)
      throws IOException, ResultsFileException, IncomparableException {
    if (save != null) {
      save(save, results, interrupted, err);
    }
    Comparison comparison = compare(results);
    if (comparison == null) {
      return ExitCode.OK;
    }
    out.println();
    return comparing.print(comparison, out, Terminal.OUTPUT.colour());
  }

  private static void save(String name, RunResults results, boolean interrupted, PrintWriter err)
      throws IOException, ResultsFileException {
    boolean measured = results.rows().stream().anyMatch(row -> !row.times().isEmpty());
    if (interrupted || !measured) {
      Failures.print(
          err,
          "not saved as "
              + name
              + ": "
              + (interrupted ? "the run was interrupted" : "nothing was measured"));
      return;
    }
    Baselines.here().save(name, results);
    Failures.print(err, "saved as " + name);
  }
}
