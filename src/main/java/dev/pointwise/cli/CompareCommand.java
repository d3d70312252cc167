package dev.pointwise.cli;

import dev.pointwise.results.RunResults;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what two runs found. */
@Command(
    name = "compare",
    description = {
      "Compares two files of results, or results kept by `pointwise bench --save`: FAST, SAME, SLOW"
          + " or AMBIGUOUS for each row and network.",
      "FAST and SLOW need all of: 99 %% confidence intervals of the medians that lie apart, a"
          + " Mann-Whitney U test with p below 0.001, and a difference above the noise floor, which"
          + " `bench --aa` measures."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CompareOptions comparing = new CompareOptions();

  @Parameters(index = "0", paramLabel = "A", description = "The baseline: a name or a file.")
  private String baseline = "";

  @Parameters(index = "1", paramLabel = "B", description = "What to compare with it, likewise.")
  private String candidate = "";

  @Override
  public Integer call() throws Exception {
    Baselines baselines = Baselines.here();
    RunResults before = baselines.read(baseline);
    RunResults now = baselines.read(candidate);
    return comparing.print(
        comparing.compare(before, now), spec.commandLine().getOut(), Terminal.OUTPUT.colour());
  }
}
