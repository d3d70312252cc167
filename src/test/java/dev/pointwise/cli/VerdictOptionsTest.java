package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.compare.Rows;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeping and comparing what {@code bench} finds. */
class VerdictOptionsTest {
  private static final String PROPERTY = "pointwise.baselines";

  @TempDir Path directory;

  @BeforeEach
  void keepApart() {
    System.setProperty(PROPERTY, directory.resolve("baselines").toString());
  }

  @AfterEach
  void end() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void keepsAndCompares() throws Exception {
    Cli saved = bench("--save", "main", "--aa").ok();
    Path page = directory.resolve("page.html");
    Cli compared = bench("--baseline", "main", "--explain", "-o", "html=" + page);

    assertTrue(saved.err().contains("saved as main"), saved.err());
    RunResults kept = Baselines.here().read("main");
    assertEquals(
        Set.of(Series.COLD, Series.HOT, Series.COLD_AGAIN, Series.HOT_AGAIN),
        kept.rows().getFirst().times().keySet());
    assertEquals(0, compared.code(), compared.err());
    assertTrue(compared.out().contains("1 cases:"), compared.out());
    assertTrue(compared.out().contains("floor"), compared.out());
    assertTrue(Files.readString(page).contains("AMBIGUOUS"), "the page tells of verdicts");
  }

  @Test
  void refusesBeforeAnythingIsMeasured() {
    bench("--save", "main").ok();

    refused(bench("--baseline", "mian"), ExitCode.USAGE, "mian", "did you mean main?");
    refused(bench("--baseline", "gone/old.jsonl"), ExitCode.BAD_INPUT, "gone/old.jsonl");
    refused(bench("--save", "a/b"), ExitCode.USAGE, "a/b");
    refused(
        bench("--baseline", "main", "--dtype", "f16"),
        ExitCode.INCOMPARABLE,
        "the baseline has none of these 1 cases");
    refused(bench("--fail-on", "slow"), ExitCode.USAGE, "--baseline");
    refused(
        bench("--baseline", "main", "--fill", "zeros"),
        ExitCode.INCOMPARABLE,
        "fill is uniform",
        "zeros");
  }

  @Test
  void comparesByForceAndSaysSo() {
    bench("--save", "main").ok();

    Cli forced = bench("--baseline", "main", "--fill", "zeros", "--force").ok();

    assertTrue(forced.out().contains("FORCED: fill is uniform"), forced.out());
  }

  @Test
  void exitsAsTheVerdictsSay() throws Exception {
    Baselines.here().checkSave("old");
    Baselines.here().save("old", made(1, 20));
    VerdictOptions options = new VerdictOptions();
    options.baseline = "old";
    options.comparing.failOn = FailOn.SLOW;
    options.check();

    assertEquals(ExitCode.SLOW, after(options, made(2, 20)));
    assertEquals(ExitCode.OK, after(options, made(1, 20)));
    assertEquals(ExitCode.OK, after(options, made(2, 3)));
    options.comparing.failOn = FailOn.AMBIGUOUS;
    assertEquals(ExitCode.AMBIGUOUS, after(options, made(2, 3)));
  }

  private static int after(VerdictOptions options, RunResults results) throws Exception {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return options.after(results, false, nowhere, nowhere);
  }

  private static RunResults made(double seconds, int samples) {
    Map<Series, Measurement> times = Map.of(Series.HOT, Rows.around(seconds, samples));
    return Rows.results(Rows.row(Rows.key(0), times));
  }

  @Test
  void keepsNothingThatWasInterruptedOrIsEmpty() throws Exception {
    bench("--save", "main").ok();
    RunResults found = Baselines.here().read("main");
    VerdictOptions options = new VerdictOptions();
    options.save = "other";
    options.check();
    StringWriter err = new StringWriter();

    options.after(found, true, new PrintWriter(err), new PrintWriter(err));
    options.after(
        new RunResults(found.runs(), List.of()), false, new PrintWriter(err), new PrintWriter(err));

    assertTrue(err.toString().contains("not saved as other: the run was interrupted"), err + "");
    assertTrue(err.toString().contains("not saved as other: nothing was measured"), err + "");
    assertEquals(List.of("main"), Baselines.here().names());
  }

  private static void refused(Cli cli, int code, String... words) {
    assertEquals(code, cli.code(), cli.err());
    for (String word : words) {
      assertTrue(cli.err().contains(word), cli.err());
    }
    assertFalse(cli.out().contains("cold"), cli.out());
  }

  private static Cli bench(Object... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("bench", "--backend", "cpu", "--shape", "c8h4w4k8", "--time-budget", "0.5"));
    words.addAll(Arrays.asList(options));
    return Cli.run(words.toArray());
  }
}
