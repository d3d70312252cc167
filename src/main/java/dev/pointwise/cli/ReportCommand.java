package dev.pointwise.cli;

import dev.pointwise.compare.Comparison;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes reports of a results file. */
@Command(
    name = "report",
    description = "Makes reports of a results file that `pointwise bench -o json=FILE` wrote.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The results file.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "KIND=FILE",
      split = ",",
      required = true,
      description =
          "What to make of it: html=FILE, a page that needs nothing else; md=FILE; csv=FILE.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "NAME|FILE",
      description = "Compare with these results, in the page: FAST, SAME, SLOW or AMBIGUOUS.")
  private @Nullable String baseline;

  @Option(
      names = "--force",
      description = "Compare even what differs in device, dtype, fill or timing; the page says so.")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    Map<OutputKind, Path> files = OutputOptions.parse(outputs);
    check(files);
    RunResults before = baseline == null ? null : Baselines.here().read(baseline);
    RunResults results = ResultsFile.read(file);
    new Reports(files)
        .write(results, before == null ? null : Comparison.of(before, results, force));
    return ExitCode.OK;
  }

  private void check(Map<OutputKind, Path> files) {
    if (files.containsKey(OutputKind.JSON)) {
      throw new UsageException(
          "-o is json=" + files.get(OutputKind.JSON) + ", expected html, md or csv");
    }
    Path own = file.toAbsolutePath().normalize();
    if (files.values().stream().anyMatch(each -> each.toAbsolutePath().normalize().equals(own))) {
      throw new UsageException("-o is " + file + ", the results file, expected another file");
    }
    if (force && baseline == null) {
      throw new UsageException("--force is given, expected --baseline beside");
    }
  }
}
