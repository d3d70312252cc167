package dev.pointwise.cli;

import dev.pointwise.bench.PlannedCase;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Measures a case of a file of results again. */
@Command(
    name = "replay",
    description =
        "Verifies and measures one case of a file of results again, on the same backend and device,"
            + " with the same operands and settings, and prints the new medians beside the old"
            + " ones. Their ratio is no verdict; `pointwise compare` gives one.")
final class ReplayCommand implements Callable<Integer> {
  /** What a replay line consists of; anything else in one is not followed. */
  private static final Set<String> OPTIONS =
      Set.of(
          "--suite",
          "--shapes",
          "--shape",
          "--batch",
          "--dtype",
          "--layout",
          "--fuse",
          "--filter",
          "--backend",
          "--device",
          "--tune",
          "--seed",
          "--fill",
          "--time",
          "--order",
          "--time-budget",
          "--recorded",
          "--aa");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE#NUMBER", description = "The row, such as results.jsonl#17.")
  private String row = "";

  @Override
  public Integer call() throws Exception {
    RowAddress address = RowAddress.parse(row);
    RunResults before = ResultsFile.read(address.file());
    CaseRow old = address.of(before);
    CommandLine main =
        Main.commandLine().setOut(spec.commandLine().getOut()).setErr(spec.commandLine().getErr());
    BenchCommand bench = bench(main, address, old);
    bench.measuring.take(before.run(old).settings());
    bench.verdicts.twice = before.run(old).settings().twice();
    List<PlannedCase> cases = bench.cases();
    if (cases.size() != 1 || !cases.getFirst().benchCase().key().equals(old.key())) {
      throw refusal(address, old, "the one case " + old.key());
    }
    int code = bench.call();
    RunResults now = bench.results();
    if (!now.rows().isEmpty()) {
      print(spec.commandLine().getOut(), before, old, now, now.rows().getFirst());
    }
    return code;
  }

  /** The command that the row's replay line makes; it reads no file but one of shapes. */
  static BenchCommand bench(CommandLine main, RowAddress address, CaseRow old) {
    main.setExpandAtFiles(false);
    try {
      ParseResult parsed = main.parseArgs(old.replay().toArray(String[]::new)).subcommand();
      if (parsed != null && parsed.commandSpec().userObject() instanceof BenchCommand bench) {
        for (OptionSpec option : parsed.matchedOptions()) {
          if (!OPTIONS.contains(option.longestName())) {
            throw refusal(address, old, "no " + option.longestName());
          }
        }
        return bench;
      }
    } catch (ParameterException e) {
      throw refusal(address, old, "options of bench: " + e.getMessage());
    }
    throw refusal(address, old, "bench and its options");
  }

  private static UsageException refusal(RowAddress address, CaseRow old, String expected) {
    return new UsageException(
        "the replay line of "
            + address
            + " is '"
            + String.join(" ", old.replay())
            + "', expected "
            + expected);
  }

  private static String line(
      Series series, @Nullable Measurement first, @Nullable Measurement second) {
    String ratio =
        first == null || second == null
            ? "-"
            : Units.digits(second.statistics().median() / first.statistics().median());
    return String.format(
        Locale.ROOT,
        "  %-14s  old %9s  new %9s  new/old %s",
        series,
        median(first),
        median(second),
        ratio);
  }

  private static String median(@Nullable Measurement time) {
    return time == null ? "-" : Units.seconds(time.statistics().median());
  }

  private static void print(
      PrintWriter out, RunResults before, CaseRow old, RunResults now, CaseRow found) {
    RunInfo then = before.run(old);
    out.println();
    out.println("beside the row of " + then.started() + ":");
    for (Series series : Series.values()) {
      Measurement first = old.time(series).orElse(null);
      Measurement second = found.time(series).orElse(null);
      if (first != null || second != null) {
        out.println(line(series, first, second));
      }
    }
    if (old.times().isEmpty()) {
      out.println("  the old row has no times: " + old.outcome().reason());
    }
    List<String> differences = RunDifferences.of(now.run(found), then);
    if (!differences.isEmpty()) {
      out.println("  not alike: " + String.join("; ", differences));
    }
    out.flush();
  }
}
