package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Backends;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark as users run it, but for the time it takes. */
class BenchmarkOnCpuTest {
  @ParameterizedTest
  @EnumSource(Timing.class)
  void measuresANetworkInEveryWay(Timing timing) {
    Settings settings = new Settings(1, Fill.UNIFORM, timing, Order.INTERLEAVED, 0.02, true, true);
    Network network =
        new Network(Suites.get("squeezenet1.1"), OptionalInt.of(1), Precision.F32, Layout.NCHW);
    List<PlannedCase> cases = PlannedCase.of(List.of(network), EnumSet.allOf(Fuse.class));
    List<CaseRow> rows = new ArrayList<>();
    try (Backend cpu = Backends.provider("cpu").open(0, Tuning.OFF)) {
      new Benchmark(cpu, 0, settings, new Replay("cpu", List.of(0), Tuning.OFF, 1))
          .run(cases, rows::add, Progress.NONE, () -> false);
    }
    assertEquals(cases.size(), rows.size());
    for (CaseRow row : rows) {
      assertEquals(Outcome.Status.MEASURED, row.outcome().status(), row.toString());
      EnumSet<Series> expected = EnumSet.allOf(Series.class);
      expected.remove(row.key().fuse() == Fuse.NETWORK ? Series.RECORDED : Series.LAYER_BY_LAYER);
      assertEquals(expected, row.times().keySet());
      assertTrue(row.time(Series.COLD).orElseThrow().samples().size() >= 3);
      assertEquals(timing == Timing.E2E, row.time(Series.HOT).orElseThrow().phases() != null);
    }
  }
}
