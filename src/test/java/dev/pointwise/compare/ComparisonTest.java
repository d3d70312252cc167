package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Use;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Map<String, String> TWO_THREADS = Map.of("threads", "2");

  @Test
  void comparesEachSeriesThatBothHave() throws Exception {
    CaseRow before = Rows.row(Rows.key(0), times(1, 1));
    CaseRow now =
        Rows.row(
            Rows.key(0),
            Map.of(
                Series.COLD, Rows.around(2, 20),
                Series.HOT, Rows.around(1, 20),
                Series.RECORDED, Rows.around(1, 20)));

    RowComparison row = compare(Rows.results(before), Rows.results(now)).rows().getFirst();

    assertEquals(Verdict.SLOW, row.verdict());
    assertEquals(Verdict.SLOW, row.series(Series.COLD).orElseThrow().verdict());
    assertEquals(Verdict.SAME, row.series(Series.HOT).orElseThrow().verdict());
    assertEquals(List.of("recorded is in the candidate alone"), row.reasons());
  }

  @Test
  void leavesNoRowUnmentioned() throws Exception {
    RunResults before =
        Rows.results(
            Rows.row(Rows.key(0), times(1, 1)),
            Rows.row(Rows.key(1), times(1, 1)),
            Rows.row(Rows.key(2), Outcome.Status.UNSUPPORTED, "not here"),
            Rows.row(Rows.key(3), times(1, 1)));
    RunResults now =
        Rows.results(
            Rows.row(Rows.key(4), times(1, 1)),
            Rows.row(Rows.key(2), Outcome.Status.UNSUPPORTED, "not here"),
            Rows.row(Rows.key(3), Outcome.Status.ERROR, "out of memory"),
            Rows.row(Rows.key(0), times(1, 1)),
            Rows.row(Rows.key(0), times(1, 1)));

    Comparison comparison = compare(before, now);

    assertEquals(
        List.of(Rows.key(3), Rows.key(0)),
        comparison.rows().stream().map(RowComparison::key).toList());
    assertEquals(Verdict.AMBIGUOUS, comparison.rows().getFirst().verdict());
    assertEquals(
        List.of("the candidate has no times, error: out of memory"),
        comparison.rows().getFirst().reasons());
    assertEquals(
        List.of(
            Rows.key(4) + " only in the candidate",
            Rows.key(0) + " only in the candidate",
            Rows.key(1) + " only in the baseline",
            Rows.key(2) + " measured in neither"),
        comparison.unmatched().stream().map(row -> row.row().key() + " " + row.reason()).toList());
  }

  @Test
  void whatIsImpossibleIsAmbiguousAndInNoTotal() throws Exception {
    Roofline roofline =
        new Roofline(
            Instant.EPOCH, List.of(new Roofline.Bandwidth(1, 1e9)), Map.of("f32", 1e9), 1e-9);
    RunInfo plain = Rows.run();
    RunInfo known =
        new RunInfo(
            plain.build(),
            plain.started(),
            plain.command(),
            plain.backend(),
            plain.devices(),
            plain.condition(),
            plain.machine(),
            plain.settings(),
            roofline);
    RunResults before =
        new RunResults(
            List.of(known),
            List.of(Rows.row(Rows.key(0), times(1e-6, 1e-6)), Rows.row(Rows.key(1), times(1, 1))));
    RunResults now =
        Rows.results(Rows.row(Rows.key(0), times(2, 2)), Rows.row(Rows.key(1), times(1, 1)));

    Comparison comparison = compare(before, now);

    assertEquals(Verdict.AMBIGUOUS, comparison.rows().getFirst().verdict());
    assertTrue(comparison.rows().getFirst().reasons().toString().contains("impossible"));
    assertEquals(1, comparison.suites().getFirst().totals().getFirst().rows());
    assertEquals(2, comparison.suites().getFirst().expected());
  }

  @Test
  void refusesWhatWasNotMeasuredAlike() {
    Settings zeros = new Settings(1, Fill.ZEROS, Timing.DEVICE, Order.INTERLEAVED, 1, false, false);
    Settings e2e = new Settings(1, Fill.UNIFORM, Timing.E2E, Order.INTERLEAVED, 1, false, false);

    refused(run("cpu", "another CPU", TWO_THREADS, Rows.SETTINGS), "some CPU", "another CPU");
    refused(run("cpu", "some CPU", Map.of("threads", "4"), Rows.SETTINGS), "threads is 2", "and 4");
    refused(run("cpu", "some CPU", TWO_THREADS, zeros), "fill is uniform", "and zeros");
    refused(run("cpu", "some CPU", TWO_THREADS, e2e), "timing is device", "and e2e");
    refused(run("cpu", "some CPU stand-in", TWO_THREADS, Rows.SETTINGS), "is real", "a stand-in");
  }

  @Test
  void comparesWhatWasNotMeasuredAlikeIfForcedAndSaysSo() throws Exception {
    RunResults other = run("cpu", "another CPU", TWO_THREADS, Rows.SETTINGS);

    Comparison comparison = Comparison.of(one(), other, true);

    assertEquals(Verdict.SAME, comparison.rows().getFirst().verdict());
    assertEquals(
        List.of("device is some CPU in the baseline and another CPU in the candidate"),
        comparison.forced());
    assertEquals(List.of(), Comparison.of(one(), one(), true).forced());
  }

  @Test
  void comparesAcrossTypesAndBackendsOnlyIfForced() throws Exception {
    CaseKey half = new CaseKey(Fuse.EPILOGUE, Rows.key(0).shape(), "f16", "nchw");
    RunResults other = Rows.results(Rows.row(half, times(0.5, 0.5)));
    RunResults gpu = run("cuda", "a GPU", Map.of(), Rows.SETTINGS);

    IncomparableException types =
        assertThrows(IncomparableException.class, () -> Comparison.of(one(), other, false));
    IncomparableException backends =
        assertThrows(IncomparableException.class, () -> Comparison.of(one(), gpu, false));

    assertTrue(String.valueOf(types.getMessage()).contains("dtype is f32"), types.toString());
    assertTrue(
        String.valueOf(backends.getMessage()).contains("backend is cpu"), backends.toString());
    assertEquals(
        List.of("dtype is f32 in the baseline and f16 in the candidate"),
        Comparison.of(one(), other, true).forced());
    assertEquals(1, Comparison.of(one(), gpu, true).rows().size());
  }

  @Test
  void hasNothingToSayOfDifferentCasesEvenIfForced() {
    RunResults other = Rows.results(Rows.row(Rows.key(1), times(1, 1)));

    assertEquals(
        List.of("cases in common are 0, expected at least 1"),
        assertThrows(IncomparableException.class, () -> Comparison.of(one(), other, true))
            .differences());
  }

  @Test
  void notesWhatElseDiffers() throws Exception {
    Settings seeded =
        new Settings(7, Fill.UNIFORM, Timing.DEVICE, Order.SEQUENTIAL, 1, false, false);
    Map<String, String> details = Map.of("threads", "2", "OpenBLAS", "0.4");

    List<String> notes = compare(one(), run("cpu", "some CPU", details, seeded)).notes();

    assertTrue(notes.contains("seed is 1 in the baseline and 7 in the candidate"), notes + "");
    assertTrue(notes.toString().contains("order is interleaved"), notes + "");
    assertTrue(notes.toString().contains("OpenBLAS is unknown in the baseline"), notes + "");
    assertTrue(notes.toString().contains("noise floor of cpu cold is 10.0 %"), notes + "");
  }

  @Test
  void addsUpNetworks() throws Exception {
    Measurement unit = Rows.around(1, 20);
    CaseRow[] before = {used(0, 3, Map.of(Series.HOT, unit)), used(1, 1, Map.of(Series.HOT, unit))};
    CaseRow[] now = {
      used(0, 3, Map.of(Series.HOT, Rows.around(2, 20))), used(1, 1, Map.of(Series.HOT, unit))
    };

    List<SuiteComparison> suites = compare(Rows.results(before), Rows.results(now)).suites();

    Total network = suites.get(0).totals().getFirst();
    assertEquals("net n1 f32 nchw", suites.get(0).name());
    assertEquals(4, network.baseline(), 1e-9);
    assertEquals(7, network.candidate(), 1e-9);
    assertEquals(Math.pow(2, 0.75), network.geometricMean(), 1e-9);
    assertEquals(Verdict.SLOW, network.verdict());
    Total all = suites.get(1).totals().getFirst();
    assertEquals(1.5, all.ratio(), 1e-9);
    assertEquals(Math.sqrt(2), all.geometricMean(), 1e-9);
  }

  private static CaseRow used(int index, int repeat, Map<Series, Measurement> times) {
    Use use = new Use("net", 1, Fuse.EPILOGUE, "layer" + index, repeat, index, 2);
    return Rows.row(0, Rows.key(index), List.of(use), times);
  }

  private static Comparison compare(RunResults before, RunResults now) throws Exception {
    return Comparison.of(before, now, false);
  }

  private static void refused(RunResults other, String... words) {
    IncomparableException refusal =
        assertThrows(IncomparableException.class, () -> Comparison.of(one(), other, false));
    for (String word : words) {
      assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage());
    }
  }

  private static RunResults one() {
    return run("cpu", "some CPU", TWO_THREADS, Rows.SETTINGS);
  }

  private static RunResults run(
      String backend, String device, Map<String, String> details, Settings settings) {
    return new RunResults(
        List.of(Rows.run(backend, device, details, settings)),
        List.of(Rows.row(Rows.key(0), times(1, 1))));
  }

  private static Map<Series, Measurement> times(double cold, double hot) {
    return Map.of(Series.COLD, Rows.around(cold, 20), Series.HOT, Rows.around(hot, 20));
  }
}
