package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunResultsTest {
  private static CaseRow row(String shape, double seconds, Use... uses) {
    CaseRow row = SampleResults.measured(0, shape, seconds);
    return new CaseRow(
        0,
        row.key(),
        List.of(uses),
        row.work(),
        row.outcome(),
        null,
        Map.of(Series.HOT, Measurement.of(List.of(seconds), 1, "count")),
        Map.of(),
        row.cost(),
        row.replay());
  }

  private static Use use(String network, int repeat, int index) {
    return new Use(network, 1, Fuse.EPILOGUE, "layer" + index, repeat, index, 2);
  }

  @Test
  void aNetworkIsTheSumOfItsRowsInItsOwnOrder() {
    RunResults results =
        new RunResults(
            List.of(SampleResults.run()),
            List.of(
                row("n1c1h1w1k2", 1e-3, use("net", 2, 1), use("other", 1, 0)),
                row("n1c1h1w1k1", 1e-4, use("net", 3, 0))));
    NetworkTable net = results.networks().get(0);
    assertEquals("net n1 f16 nhwc", net.id().toString());
    assertEquals(List.of(2, 1), net.lines().stream().map(NetworkTable.Line::number).toList());
    assertEquals(2.3e-3, net.seconds(results, Series.HOT).orElseThrow(), 1e-12);
    assertEquals(5 * 2e6, net.flops());
    assertEquals(OptionalDouble.empty(), net.seconds(results, Series.COLD));
    NetworkTable other = results.networks().get(1);
    assertFalse(other.complete());
    assertEquals(OptionalDouble.empty(), other.seconds(results, Series.HOT));
  }

  @Test
  void aCaseThatWasMeasuredAgainCountsOnceAndOtherCasesOfOneRowMakeNoTotal() {
    List<RunInfo> runs = List.of(SampleResults.run());
    Use use = new Use("net", 1, Fuse.EPILOGUE, "layer", 1, 0, 1);
    CaseRow first = row("n1c1h1w1k2", 1e-3, use);
    CaseRow again = row("n1c1h1w1k2", 2e-3, use, use("other", 1, 0));
    RunResults resumed = new RunResults(runs, List.of(first, again));
    NetworkTable table = resumed.networks().getFirst();
    assertEquals(2e-3, table.seconds(resumed, Series.HOT).orElseThrow(), 1e-12);
    assertEquals(2, table.lines().getFirst().number());
    RunResults mixed = new RunResults(runs, List.of(first, row("n1c1h1w1k3", 1, use)));
    NetworkTable both = mixed.networks().getFirst();
    assertEquals(2, both.lines().size());
    assertEquals(OptionalDouble.empty(), both.seconds(mixed, Series.HOT));
    Use ofTwo = new Use("net", 1, Fuse.EPILOGUE, "layer", 1, 0, 2);
    RunResults grown = new RunResults(runs, List.of(first, row("n1c1h1w1k2", 2e-3, ofTwo)));
    assertEquals(List.of(1, 2), grown.networks().stream().map(NetworkTable::expected).toList());
  }

  @Test
  void whatIsImpossibleIsInNoTotal() {
    RunResults results =
        new RunResults(
            List.of(SampleResults.run()),
            List.of(row("n1c1h1w1k2", 1e-9, use("net", 1, 0)), row("b", 1, use("net", 1, 1))));
    assertTrue(results.impossible(results.rows().get(0)));
    assertFalse(results.impossible(results.rows().get(1)));
    assertEquals(OptionalDouble.empty(), results.networks().get(0).seconds(results, Series.HOT));
  }

  @Test
  void aRowHasARunAndTimesExactlyIfMeasured() {
    assertThrows(
        IllegalArgumentException.class, () -> new RunResults(List.of(), List.of(row("a", 1))));
    assertThrows(
        IllegalArgumentException.class,
        () -> SampleResults.failed(0, "a", Outcome.Status.MEASURED, "none"));
  }

  @Test
  void whatWasThrownAwayIsCounted() {
    Measurement cold = SampleResults.measured(0, "a", 1).time(Series.COLD).orElseThrow();
    assertEquals(3, cold.discardedSamples());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Measurement(
                List.of(1.0),
                List.of(),
                1,
                "x",
                Map.of(),
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                null));
  }
}
