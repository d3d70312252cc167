package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path directory;

  /** Runs it with a short time budget. */
  private static Cli bench(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("bench", "--time-budget", "0.01"));
    all.addAll(Arrays.asList(arguments));
    return Cli.run(all.toArray());
  }

  private RunResults measured(Object... arguments) throws Exception {
    Path json = directory.resolve("measured.jsonl");
    List<Object> all = new ArrayList<>(List.of("-o", "json=" + json));
    all.addAll(Arrays.asList(arguments));
    bench(all.toArray()).ok();
    return ResultsFile.read(json);
  }

  @Test
  void measuresShapesOfAFileAndOfTheCommandLine() throws Exception {
    Path shapes = directory.resolve("mine.csv");
    Files.writeString(
        shapes,
        """
        layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings
        one,2,8,4,3,3,1,add+relu,yes,
        """);
    Path json = directory.resolve("r.jsonl");
    Cli cli =
        bench("--shapes", shapes, "--shape", "c8h3w3k4", "--backend", "exact", "-o", "json=" + json)
            .ok();
    assertTrue(cli.out().contains("device  a device of tests"), cli.out());
    assertTrue(cli.out().contains("mine n1 f32 nchw"), cli.out());
    RunResults results = ResultsFile.read(json);
    assertEquals(
        Set.of("n1c8h3w3k4+bias+add+relu", "n1c8h3w3k4"),
        results.rows().stream().map(row -> row.key().shape()).collect(Collectors.toSet()));
    RunInfo run = results.runs().getFirst();
    assertEquals(
        List.of("pointwise", "bench", "--time-budget", "0.01"), run.command().subList(0, 4));
    assertTrue(run.command().contains(shapes.toString()), run.command().toString());
    assertEquals("exact", run.backend().backend());
    assertEquals(List.of(0), run.devices());
    assertEquals(2, files());
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.count();
    }
  }

  @Test
  void writesEveryKindOfFile() throws Exception {
    Path csv = directory.resolve("r.csv");
    Path md = Files.writeString(directory.resolve("r.md"), "of before");
    Path html = directory.resolve("r.html");
    String outputs = "csv=" + csv + ",md=" + md + ",html=" + html;
    bench("--shape", "c8h3w3k4", "--backend", "exact", "-o", outputs).ok();
    assertTrue(Files.readAllLines(csv).getFirst().contains("shape"), Files.readString(csv));
    assertTrue(Files.readString(csv).contains("n1c8h3w3k4"), Files.readString(csv));
    assertTrue(Files.readString(md).contains("| ---"), Files.readString(md));
    assertTrue(Files.readString(html).contains("n1c8h3w3k4"));
    assertEquals(3, files());
  }

  @Test
  void writesNothingUnasked() throws IOException {
    bench("--shape", "c8h3w3k4", "--backend", "exact").ok();
    assertEquals(0, files());
  }

  @Test
  void everyOptionOfMeasuringIsInTheResults() throws Exception {
    RunResults results =
        measured(
            "--shape",
            "c8h3w3k4",
            "--backend",
            "exact",
            "--fill",
            "ints",
            "--time",
            "e2e",
            "--order",
            "sequential",
            "--seed",
            "7");
    RunInfo run = results.runs().getFirst();
    assertEquals(Fill.INTS, run.settings().fill());
    assertEquals(Timing.E2E, run.settings().timing());
    assertEquals(Order.SEQUENTIAL, run.settings().order());
    assertEquals(0.01, run.settings().budget());
    assertEquals(7, run.settings().seed());
    assertTrue(
        results.rows().getFirst().times().values().stream().allMatch(time -> time.phases() != null),
        results.rows().toString());
  }

  @Test
  void layersInSeveralWaysOfFusing() throws Exception {
    RunResults results =
        measured(
            "--shape",
            "c8h3w3k4+bias+relu/k5+bias",
            "--fuse",
            "none,siblings",
            "--backend",
            "exact");
    assertEquals(
        Set.of(
            "n1c8h3w3k4 f32 nchw none",
            "n1c8h3w3k5 f32 nchw none",
            "n1c8h3w3k4+bias+relu/k5+bias f32 nchw siblings"),
        results.rows().stream().map(row -> row.key().toString()).collect(Collectors.toSet()));
  }

  @Test
  void backendsOneAfterTheOther() throws Exception {
    RunResults results = measured("--shape", "c8h3w3k4", "--backend", "exact,several");
    assertEquals(
        List.of("exact", "several"),
        results.runs().stream().map(run -> run.backend().backend()).toList());
    assertEquals(List.of(0, 1), results.rows().stream().map(CaseRow::run).toList());
  }

  @Test
  void aFailingCaseIsReportedAndTheRestMeasured() throws Exception {
    Path json = directory.resolve("r.jsonl");
    Cli cli =
        bench(
            "--shape",
            "c8h3w3k7",
            "--shape",
            "c8h3w3k4",
            "--backend",
            "faulty",
            "-o",
            "json=" + json);
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("FAILED"), cli.out());
    assertTrue(
        cli.out().contains("replay: pointwise bench --shape n1c8h3w3k7 --dtype f32"), cli.out());
    assertTrue(cli.out().contains("no measurement of speed"), cli.out());
    List<CaseRow> rows = ResultsFile.read(json).rows();
    assertEquals(
        List.of(Outcome.Status.MISMATCH, Outcome.Status.MEASURED),
        rows.stream().map(row -> row.outcome().status()).sorted().toList().reversed());
    assertTrue(
        rows.stream()
            .filter(row -> row.key().shape().equals("n1c8h3w3k7"))
            .allMatch(row -> row.times().isEmpty()));
  }

  @Test
  void aCaseThatFindsNoMemoryIsExitCode1AndTheRestMeasured() throws Exception {
    Path json = directory.resolve("r.jsonl");
    Cli cli =
        bench(
            "--shape",
            "c8h3w3k9",
            "--shape",
            "c8h3w3k4",
            "--backend",
            "faulty",
            "-o",
            "json=" + json);
    assertEquals(1, cli.code());
    CaseRow failed =
        ResultsFile.read(json).rows().stream()
            .filter(row -> row.outcome().status() == Outcome.Status.ERROR)
            .findFirst()
            .orElseThrow();
    assertEquals("n1c8h3w3k9", failed.key().shape());
    assertTrue(String.valueOf(failed.outcome().reason()).contains("memory"), cli.out());
  }

  @Test
  void whatCannotRunHereIsExitCode6AndLeavesNoTime() throws Exception {
    Path json = directory.resolve("r.jsonl");
    Cli cli =
        bench("--shape", "c8h3w3k4", "--dtype", "i8,f32", "--backend", "cpu", "-o", "json=" + json);
    assertEquals(6, cli.code());
    assertFalse(cli.out().contains("FAILED"), cli.out());
    CaseRow row =
        ResultsFile.read(json).rows().stream()
            .filter(each -> each.key().dtype().equals("i8"))
            .findFirst()
            .orElseThrow();
    assertEquals(Outcome.Status.UNSUPPORTED, row.outcome().status());
    assertTrue(String.valueOf(row.outcome().reason()).contains("OpenBLAS"));
  }

  @Test
  void badFilesAndNumbers() throws IOException {
    Path bad = directory.resolve("bad.csv");
    Files.writeString(bad, "layer,repeat\n");
    Cli.run("bench", "--shapes", bad).failed(8, "bad.csv", "without column 'cin'");
    Cli.run("bench", "--time-budget", "0").failed(2, "--time-budget is 0.0");
    Cli.run("bench", "--time-budget", "NaN").failed(2, "--time-budget is NaN");
    Cli.run("bench", "--seed", "x").failed(2, "--seed");
    Cli.run("bench", "--recorded", "--time", "e2e").failed(2, "--recorded is given");
    Cli.run("bench", "-n", "0").failed(2, "-n is 0");
    Cli.run("bench", "--backend", "cpu,cpu").failed(2, "--backend is cpu,cpu", "once");
    Cli.run("bench", "--backend", "auto,cpu").failed(2, "auto alone");
  }

  @Test
  void namesThatAreNearlyRight() {
    Cli.run("bench", "--suite", "resnet").failed(2, "'resnet'", "did you mean resnet50?");
    Cli.run("bench", "--shape", "cin8h3w3k4").failed(2, "key 'cin'", "did you mean c?");
    Cli.run("bench", "--dtype", "bf6").failed(2, "'bf6'", "did you mean bf16?");
    Cli.run("bench", "--fill", "zero").failed(2, "'zero'", "did you mean zeros?");
    Cli.run("bench", "--fuse", "sibling").failed(2, "'sibling'", "did you mean siblings?");
    Cli.run("bench", "--time", "devise").failed(2, "'devise'", "did you mean device?");
    Cli.run("bench", "--order", "sequental").failed(2, "did you mean sequential?");
    Cli.run("bench", "--backend", "exact,cdua").failed(2, "'cdua'", "did you mean cuda?");
    Cli.run("bench", "-o", "htm=x").failed(2, "'htm'", "did you mean html?");
    Cli.run("bench", "--filer", "x").failed(2, "'--filer'", "did you mean --filter?");
    Cli.run("bnech").failed(2, "bnech", "did you mean bench?");
  }

  @Test
  void aSecondBackendThatIsAbsentIsFoundOutBeforeTheFirstRuns() {
    Cli cli = Cli.run("bench", "--shape", "c8h3w3k4", "--backend", "exact,absent");
    cli.failed(6, "absent is unavailable");
    assertEquals("", cli.out());
  }

  @Test
  void takesWhatAFilterMatches() throws Exception {
    RunResults results =
        measured("--suite", "googlenet", "--filter", "inception_3a*reduce", "--backend", "exact");
    assertFalse(results.rows().isEmpty());
    assertTrue(
        results.rows().stream()
            .flatMap(row -> row.uses().stream())
            .allMatch(use -> use.layer().matches("inception_3a.*reduce")),
        results.rows().toString());
  }

  @Test
  void nothingSelectedIsAnError() {
    Cli.run("bench", "--backend", "exact", "--suite", "googlenet", "--filter", "inseption_3a*")
        .failed(2, "--filter is 'inseption_3a*'", "none of");
    Cli.run("bench", "--backend", "exact", "--shape", "c8h3w3k4", "--filter", "n1c8h3w3k5")
        .failed(2, "did you mean n1c8h3w3k4?");
  }

  @Test
  void measuresNetworksAsAWhole() throws Exception {
    RunResults results =
        measured("--suite", "nin-cifar10", "--fuse", "network", "--backend", "exact");
    CaseRow row = results.rows().getFirst();
    assertEquals("nin-cifar10 n1", row.key().shape());
    assertTrue(row.time(Series.HOT).isPresent() && row.time(Series.LAYER_BY_LAYER).isPresent());
  }

  @Test
  void aNetworkThatFailsIsExitCode3WithItsReplay() {
    Cli cli = bench("--suite", "nin-cifar10", "--fuse", "network", "--backend", "faulty");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("FAILED"), cli.out());
    assertTrue(cli.out().contains("replay: pointwise bench --suite nin-cifar10 -n 1"), cli.out());
  }

  @Test
  void networksThatMakeNoSense() {
    Cli.run("bench", "--fuse", "network", "--shape", "c8h3w3k4").failed(2, "no --shape");
    Cli.run("bench", "--fuse", "network", "--suite", "resnet50", "--dtype", "f16,i8")
        .failed(2, "--dtype is i8", "--fuse network");
  }
}
