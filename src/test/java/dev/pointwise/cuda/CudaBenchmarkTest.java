package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.bench.Benchmark;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.PlannedCase;
import dev.pointwise.bench.Progress;
import dev.pointwise.bench.Replay;
import dev.pointwise.bench.Suite;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.multi.Devices;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome.Status;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The benchmark on the stand-in; what it finds there is no measurement of speed. */
@Tag("cuda13")
class CudaBenchmarkTest {
  private static final int CUDA_ERROR_UNKNOWN = 999;

  private static final Suite SUITE =
      new Suite(
          "small",
          List.of(
              layer("a", "c8h3w3k8+bias+relu", "in"),
              layer("b", "c8h3w3k16+bias+relu", "in"),
              layer("c", "c8h3w3k4+bias+add+silu", "")));

  private final List<CaseRow> rows = new ArrayList<>();

  private static SuiteLayer layer(String name, String shape, String siblings) {
    return new SuiteLayer(name, 1, LayerShape.parse(shape), siblings);
  }

  private void run(Timing timing, Set<Fuse> fuses, Progress progress) {
    try (Backend backend = CudaBackend.open()) {
      run(backend, List.of(0), timing, fuses, progress);
    }
  }

  private void run(
      Backend backend, List<Integer> devices, Timing timing, Set<Fuse> fuses, Progress progress) {
    Settings settings = new Settings(1, Fill.UNIFORM, timing, Order.INTERLEAVED, 0.05, true, false);
    Network network = new Network(SUITE, OptionalInt.of(2), Precision.F16, Layout.NHWC);
    new Benchmark(backend, 0, settings, new Replay("cuda", devices, Tuning.OFF, 1))
        .run(PlannedCase.of(List.of(network), fuses), rows::add, progress, () -> false);
  }

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  @ParameterizedTest
  @EnumSource(Timing.class)
  void measuresEverythingAndLeavesNothing(Timing timing) {
    run(timing, EnumSet.allOf(Fuse.class), Progress.NONE);
    assertEquals(8, rows.size());
    for (CaseRow row : rows) {
      assertEquals(Status.MEASURED, row.outcome().status(), row.toString());
      assertTrue(row.times().containsKey(Series.COLD) && row.times().containsKey(Series.HOT));
    }
  }

  @Test
  void measuresOnTwoDevicesAsOne() {
    try (Backend both = Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF)) {
      run(both, List.of(0, 1), Timing.DEVICE, EnumSet.allOf(Fuse.class), Progress.NONE);
    }
    assertEquals(8, rows.size());
    assertTrue(rows.stream().noneMatch(row -> row.times().isEmpty()), rows.toString());
    assertTrue(rows.getFirst().replay().contains("0,1"));
  }

  @Test
  void aCallThatFailsWhileSamplingIsAnErrorOfItsCaseAlone() {
    int[] samples = {0};
    Progress failing =
        new Progress() {
          @Override
          public void sample(CaseKey key, Series series, double done, double spread) {
            if (samples[0]++ == 7) {
              StandIn.fail("cuEventRecord", 1, CUDA_ERROR_UNKNOWN, 0);
            }
          }
        };
    run(Timing.DEVICE, Set.of(Fuse.EPILOGUE), failing);
    assertEquals(2, rows.stream().filter(row -> !row.times().isEmpty()).count());
    CaseRow failed = rows.stream().filter(row -> row.times().isEmpty()).findFirst().orElseThrow();
    assertEquals(Status.ERROR, failed.outcome().status());
    String reason = String.valueOf(failed.outcome().reason());
    assertTrue(reason.contains("cuEventRecord"), reason);
  }
}
