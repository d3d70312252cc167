package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Use;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextReportTest {
  private static final Outcome MEASURED =
      new Outcome(Outcome.Status.MEASURED, null, List.of("exact"));

  private static String text(RunResults results, boolean colour) {
    StringWriter text = new StringWriter();
    new TextReport(new PrintWriter(text), colour).print(results);
    return text.toString();
  }

  private static String text(RunInfo run, CaseRow... rows) {
    String text = text(new RunResults(List.of(run), List.of(rows)), false);
    text.lines()
        .filter(line -> !line.startsWith("replay: "))
        .forEach(line -> assertTrue(line.length() <= 100, line.length() + ": " + line));
    assertFalse(text.contains("\u001b"), text);
    return text;
  }

  private static String line(String text, String start) {
    return text.lines()
        .map(line -> line.replaceAll(" +", " "))
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + start + "' in\n" + text));
  }

  private static CaseRow good(String layer, int index, int rows) {
    return Rows.measured(
        layer, index, rows, Map.of(Series.COLD, Rows.time(400), Series.HOT, Rows.time(200)));
  }

  @Test
  void aRunThatWasInterruptedTooEarlyHasNoHead() {
    CaseRow row = good("conv", 0, 1);
    RunResults resumed = new RunResults(List.of(Rows.run(), Rows.run(), Rows.run()), List.of(row));
    assertEquals(1, text(resumed, false).lines().filter(line -> line.startsWith("build")).count());
  }

  @Test
  void aRowHasItsTimesSpreadsPercentOfRooflineAndBound() {
    String text = text(Rows.run(), good("conv", 0, 1));
    assertEquals("layer shape cold IQR roof hot IQR roof bound GFLOP/s", line(text, "layer "));
    assertEquals(
        "conv c64h8w8k64+bias+relu 400 µs 5.0% 25% 200 µs 5.0% 50% mem 5.00", line(text, "conv "));
  }

  @Test
  void theHeadSaysWhereTheNumbersComeFrom() {
    String text = text(Rows.run(), good("conv", 0, 1));
    assertEquals("backend cpu", line(text, "backend"));
    assertEquals("device a device", line(text, "device"));
    assertEquals("with threads 2", line(text, "with"));
    assertEquals("state clock 2400 MHz", line(text, "state"));
    assertEquals("machine a CPU, 2 processors; an OS; a JDK", line(text, "machine"));
    assertEquals(
        "build pointwise 1.2, commit abc1234, changed since; run at 2026-11-26T10:00:00Z",
        line(text, "build"));
    assertTrue(line(text, "method").contains("interleaved; operands uniform, seed 1"), text);
    assertEquals(
        "roof memory 10.0 GB/s; f32 100 GFLOP/s; the smallest run 2.00 µs", line(text, "roof"));
  }

  @Test
  void totalsAreSumsOfMediansAsOftenAsALayerIsThere() {
    CaseRow thrice =
        Rows.row(
            Rows.use("b", 3, 1, 2),
            MEASURED,
            Map.of(Series.COLD, Rows.time(400), Series.HOT, Rows.time(200)));
    String text = text(Rows.run(), good("a", 0, 2), thrice);
    assertTrue(line(text, "b ×3").startsWith("b ×3 c64"), text);
    String totals = text.substring(text.indexOf(TotalGrid.TITLE));
    assertEquals("net n1 f32 nchw 1.60 ms 800 µs 5.00", line(totals, "net n1"));
  }

  @Test
  void whatIsImpossibleIsFlaggedAndInNoTotal() {
    CaseRow tooFast =
        Rows.measured("fast", 1, 2, Map.of(Series.COLD, Rows.time(400), Series.HOT, Rows.time(50)));
    String text = text(Rows.run(), good("a", 0, 2), tooFast);
    assertTrue(line(text, "fast ").endsWith(" 50.0 µs 5.0% 200% IMPOSSIBLE"), text);
    assertTrue(text.contains("net n1 f32 nchw  no total: 1 IMPOSSIBLE\n"), text);
    assertEquals(
        "IMPOSSIBLE n1c64h8w8k64+bias+relu f32 nchw: hot takes 50.0 µs, expected at least 100 µs by"
            + " the",
        line(text, "IMPOSSIBLE "));
    assertTrue(text.contains("run `pointwise roofline`"), text);
    assertTrue(text.contains("replay: pointwise bench --shape " + Rows.SHAPE), text);
  }

  @Test
  void rowsWithoutTimesSayWhyInTheirPlace() {
    String text =
        text(
            Rows.run(),
            good("a", 0, 5),
            Rows.failed(Outcome.Status.MISMATCH, "wrong results", 1, 5),
            Rows.failed(Outcome.Status.ERROR, "out of\nmemory", 2, 5),
            Rows.failed(Outcome.Status.UNSUPPORTED, "no f8 here", 3, 5));
    assertTrue(line(text, "layer1").endsWith("FAILED: wrong results"), text);
    assertTrue(line(text, "layer2").endsWith("ERROR: out of memory"), text);
    assertTrue(line(text, "layer3").endsWith("n/a: no f8 here"), text);
    assertTrue(text.contains("no total: 1 FAILED, 1 ERROR, 1 n/a, 1 of 5 not done\n"), text);
    assertTrue(line(text, "FAILED ").contains("wrong results; exact 3 of 64 elements"), text);
    assertEquals(2, text.lines().filter(line -> line.startsWith("replay: ")).count());
  }

  @Test
  void whatTheBackendCannotRunForOneReasonIsToldOnce() {
    CaseRow[] rows = new CaseRow[9];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Rows.failed(Outcome.Status.UNSUPPORTED, "no f8 here", i, rows.length);
    }
    String text = text(Rows.run(), rows);
    assertEquals(1, text.lines().filter(line -> line.startsWith("n/a ")).count());
    assertTrue(line(text, "n/a ").contains(" and 8 more: no f8 here"), text);
  }

  @Test
  void timesFromHostToHostAreSplitAndHaveNoRoofline() {
    RunInfo run = Rows.run("a device", Timing.E2E, Fill.UNIFORM, true);
    CaseRow row = Rows.measured("a", 0, 1, Map.of(Series.HOT, Rows.phases(1e-3, 2e-3, 3e-3)));
    String text = text(run, row);
    assertEquals("layer shape hot IQR GFLOP/s to device compute to host", line(text, "layer "));
    assertTrue(line(text, "a c64").endsWith(" 6.00 ms 5.0% 0.17 1.00 ms 2.00 ms 3.00 ms"), text);
  }

  @Test
  void withoutARooflineGigabytesTakeItsPlace() {
    String text = text(Rows.run("a device", Timing.DEVICE, Fill.UNIFORM, false), good("a", 0, 1));
    assertTrue(line(text, "layer ").endsWith("GFLOP/s GB/s"), text);
    assertTrue(line(text, "a c64").endsWith(" 5.00 5.00"), text);
  }

  @Test
  void networksAsAWholeHaveTheirOwnTable() {
    Use use = new Use("net", 8, Fuse.NETWORK, "net", 1, 0, 1);
    CaseRow whole =
        Rows.row(
            use,
            "net n8",
            MEASURED,
            Map.of(
                Series.COLD,
                Rows.time(500),
                Series.HOT,
                Rows.time(200),
                Series.LAYER_BY_LAYER,
                Rows.time(300)),
            Map.of("layers", 37L, "calls", 20L, "products", 21L));
    String text = text(Rows.run(), whole);
    assertEquals(
        "network layers calls products cold IQR hot IQR roof bound by layer IQR ratio",
        line(text, "network "));
    assertEquals(
        "net n8 f32 nchw 37 20 21 500 µs 5.0% 200 µs 5.0% 50% mem 300 µs 5.0% 1.50",
        line(text, "net n8 f32 nchw"));
    assertFalse(text.contains(TotalGrid.TITLE), text);
  }

  @Test
  void samplesAreSummedUp() {
    CaseRow row =
        Rows.measured(
            "a", 0, 1, Map.of(Series.COLD, Rows.disturbed(400), Series.HOT, Rows.time(200)));
    String text = text(Rows.run(), row);
    assertEquals("samples 6 kept; 7 discarded (interrupted 5, throttled 2)", line(text, "samples"));
    assertEquals("ended stable 1; time 1", line(text, "ended"));
    assertEquals("plans a call 1", line(text, "plans"));
    assertEquals("took verifying 500 ms; preparing 250 ms; sampling 2.00 s", line(text, "took"));
    assertTrue(line(text, "a c64").contains(" 400 µs 5.0%! "), text);
    assertTrue(text.contains("1 series marked ! kept disturbed samples"), text);
  }

  @Test
  void whatIsNoSpeedIsSaidToBeNone() {
    RunInfo run = Rows.run("CPU stand-in", Timing.DEVICE, Fill.ZEROS, true);
    String text = text(run, good("a", 0, 1));
    assertEquals(2, text.split(RunInfo.STAND_IN_WARNING, -1).length - 1, text);
    assertEquals(2, text.split(RunHead.ZEROS_WARNING, -1).length - 1, text);
    assertFalse(text(Rows.run(), good("a", 0, 1)).contains("stand-in"), text);
  }

  @Test
  void longNamesAreCutAndFiguresAreNot() {
    String layer = "x".repeat(40) + "\u001b[31m" + "y".repeat(40);
    String text = text(Rows.run(), good(layer, 0, 1));
    String row = line(text, "xxx");
    assertTrue(row.contains("…") && row.endsWith(" 400 µs 5.0% 25% 200 µs 5.0% 50% mem 5.00"), row);
  }

  @Test
  void ofShapesTheBeginningIsKeptAndOfAllImpossibleRowsTheWord() {
    Map<Series, Measurement> times =
        Map.of(Series.COLD, Rows.disturbed(99), Series.HOT, Rows.disturbed(99));
    CaseRow row =
        Rows.row(
            Rows.use("inception_3a/3x3_reduce", 12, 0, 1),
            "n1c1024h28w28k1024s2g4+bias+add+leaky_relu:0.125",
            MEASURED,
            times,
            Map.of());
    String line = line(text(Rows.run(), row), "inc");
    assertTrue(line.contains(" c1024h28w28k1024s2") && line.endsWith(" IMPOSSIBLE"), line);
  }

  @Test
  void colourIsOnlyColour() {
    CaseRow fast = Rows.measured("fast", 0, 2, Map.of(Series.HOT, Rows.time(50)));
    CaseRow wrong = Rows.failed(Outcome.Status.MISMATCH, "wrong", 1, 2);
    RunResults results = new RunResults(List.of(Rows.run()), List.of(fast, wrong));
    String coloured = text(results, true);
    assertTrue(coloured.contains("\u001b[31m"), coloured);
    assertEquals(text(results, false), coloured.replaceAll("\u001b\\[\\d+m", ""));
  }

  @Test
  void nothingMeasuredYetIsNoError() {
    String text = text(Rows.run());
    assertTrue(line(text, "samples").startsWith("samples 0 kept; 0 discarded"), text);
  }
}
