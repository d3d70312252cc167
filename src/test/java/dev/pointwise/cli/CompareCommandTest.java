package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.compare.Rows;
import dev.pointwise.report.Texts;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Use;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir Path directory;

  @Test
  void printsEveryRowAndNetwork() throws Exception {
    Cli cli = Cli.run("compare", file("a", 1, 1), file("b", 1, 2)).ok();

    assertTrue(cli.out().contains("net/layer0"), cli.out());
    assertTrue(cli.out().contains("SLOW"), cli.out());
    assertTrue(cli.out().contains("2.000"), cli.out());
    assertTrue(cli.out().contains("cpu net n1 f32 nchw"), cli.out());
    assertTrue(cli.out().contains("2 cases: 1 SLOW, 0 FAST, 1 SAME, 0 AMBIGUOUS"), cli.out());
    assertFalse(cli.out().contains("intervals apart"), cli.out());
    fits(cli);
  }

  @Test
  void explainsTheEvidence() throws Exception {
    Cli cli = Cli.run("compare", "--explain", file("a", 1, 1), file("b", 1, 2)).ok();

    for (String word :
        List.of("intervals apart", "p 1.5e-11", "floor 10%", "20 samples", "clocks unknown")) {
      assertTrue(cli.out().contains(word), cli.out());
    }
    fits(cli);
  }

  @Test
  void failsAsAskedFor() throws Exception {
    Path old = file("a", 1, 1);
    Path slow = file("b", 1, 2);
    Path fast = file("c", 1, 0.5);
    Path few = few();

    Cli.run("compare", "--fail-on", "slow", old, fast).ok();
    Cli.run("compare", old, slow).ok();
    Cli.run("compare", "--fail-on", "slow", old, few).ok();
    assertEquals(ExitCode.SLOW, Cli.run("compare", "--fail-on", "slow", old, slow).code());
    assertEquals(ExitCode.SLOW, Cli.run("compare", "--fail-on", "ambiguous", old, slow).code());
    assertEquals(ExitCode.AMBIGUOUS, Cli.run("compare", "--fail-on", "ambiguous", old, few).code());
    Cli.run("compare", "--fail-on", "fast", old, old).failed(ExitCode.USAGE, "fast");
  }

  @Test
  void refusesWhatWasNotMeasuredAlikeUnlessForced() throws Exception {
    Path old = file("a", 1, 1);
    RunInfo run = Rows.run("cpu", "another CPU", Map.of("threads", "2"), Rows.SETTINGS);
    Path other = save("other", new RunResults(List.of(run), List.of(row(0, 1), row(1, 1))));

    Cli.run("compare", old, other)
        .failed(ExitCode.INCOMPARABLE, "device is some CPU", "another CPU", "unless forced");
    Cli forced = Cli.run("compare", "--force", old, other).ok();

    assertTrue(forced.out().contains("FORCED: device is some CPU"), forced.out());
    fits(forced);
  }

  @Test
  void namesFilesThatCannotBeRead() throws Exception {
    Path missing = directory.resolve("missing.jsonl");

    Cli.run("compare", missing, file("a", 1, 1)).failed(ExitCode.BAD_INPUT, "missing.jsonl");
    Cli.run("compare", file("b", 1, 1)).failed(ExitCode.USAGE, "B");
    Cli.run("compare", "no-such-name", file("c", 1, 1)).failed(ExitCode.USAGE, "no-such-name");
  }

  private static void fits(Cli cli) {
    cli.out().lines().forEach(line -> assertTrue(line.length() <= Texts.WIDTH, line));
  }

  private Path file(String name, double first, double second) throws Exception {
    return save(name, Rows.results(row(0, first), row(1, second)));
  }

  private Path few() throws Exception {
    CaseRow row = row(0, 1);
    Map<Series, Measurement> times = Map.of(Series.HOT, Rows.around(1, 5));
    return save("few", Rows.results(Rows.row(0, row.key(), row.uses(), times)));
  }

  private Path save(String name, RunResults results) throws Exception {
    Baselines baselines = new Baselines(directory);
    baselines.save(name, results);
    return baselines.file(name);
  }

  private static CaseRow row(int index, double seconds) {
    Use use = new Use("net", 1, Fuse.EPILOGUE, "layer" + index, 3, index, 2);
    Map<Series, Measurement> times =
        Map.of(Series.COLD, Rows.around(seconds, 20), Series.HOT, Rows.around(seconds, 20));
    return Rows.row(0, Rows.key(index), List.of(use), times);
  }
}
