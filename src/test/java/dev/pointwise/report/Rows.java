package dev.pointwise.report;

import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.Build;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Cost;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Machine;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Use;
import dev.pointwise.results.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Made-up results. The device moves 10 GB/s and computes 100 GFLOP/s in f32; a case is 1 MB and 1
 * MFLOP, so that its shortest time is 100 µs by its memory.
 */
final class Rows {
  static final String SHAPE = "n1c64h8w8k64+bias+relu";

  private Rows() {}

  static RunInfo run(String device, Timing timing, Fill fill, boolean roofline) {
    return new RunInfo(
        new Build("1.2", "abc1234", true),
        Instant.parse("2026-11-26T10:00:00Z"),
        List.of("pointwise", "bench", "--suite", "two words"),
        new BackendInfo("cpu", device, Map.of("library", "/usr/lib/lib.so", "threads", "2")),
        List.of(0),
        Map.of("clock", "2400 MHz"),
        new Machine("a CPU", 2, "an OS", "a JDK"),
        new Settings(1, fill, timing, Order.INTERLEAVED, 1, false, false),
        roofline ? roofline() : null);
  }

  static RunInfo run() {
    return run("a device", Timing.DEVICE, Fill.UNIFORM, true);
  }

  private static Roofline roofline() {
    return new Roofline(
        Instant.EPOCH, List.of(new Roofline.Bandwidth(1L << 30, 10e9)), Map.of("f32", 100e9), 2e-6);
  }

  /** Samples around a median in microseconds, of which the middle half spans 10 % of it. */
  static Measurement time(double micros) {
    return new Measurement(
        List.of(micros * 0.95e-6, micros * 1e-6, micros * 1.05e-6),
        List.of(0.0, 1.0, 2.0),
        7,
        "stable",
        Map.of("throttled", 2),
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        null);
  }

  static Measurement disturbed(double micros) {
    Measurement time = time(micros);
    return new Measurement(
        time.samples(),
        time.at(),
        1,
        "time",
        Map.of("interrupted", 5),
        true,
        time.clock(),
        time.pace(),
        null);
  }

  static Measurement phases(double toDevice, double compute, double toHost) {
    Measurement time = time(1e6 * (toDevice + compute + toHost));
    return new Measurement(
        time.samples(),
        time.at(),
        1,
        "time",
        Map.of(),
        false,
        time.clock(),
        time.pace(),
        new Phases(toDevice, compute, toHost));
  }

  static CaseRow measured(String layer, int index, int rows, Map<Series, Measurement> times) {
    return row(
        use(layer, 1, index, rows), new Outcome(Outcome.Status.MEASURED, null, List.of()), times);
  }

  static CaseRow failed(Outcome.Status status, String reason, int index, int rows) {
    Outcome outcome =
        new Outcome(
            status, reason, List.of("exact 3 of 64 elements differ, the worst at [0,1,2,3]"));
    return row(use("layer" + index, 1, index, rows), outcome, Map.of());
  }

  static Use use(String layer, int repeat, int index, int rows) {
    return new Use("net", 1, Fuse.EPILOGUE, layer, repeat, index, rows);
  }

  static CaseRow row(Use use, Outcome outcome, Map<Series, Measurement> times) {
    return row(use, SHAPE, outcome, times, Map.of());
  }

  static CaseRow row(
      Use use,
      String shape,
      Outcome outcome,
      Map<Series, Measurement> times,
      Map<String, Long> facts) {
    List<String> replay =
        new ArrayList<>(List.of("bench", "--shape", shape, "--dtype", "f32", "--layout", "nchw"));
    @Nullable PlanExplanation plan =
        times.isEmpty() ? null : PlanExplanation.only("a call, with parameters");
    return new CaseRow(
        0,
        new CaseKey(use.fuse(), shape, "f32", "nchw"),
        List.of(use),
        new Work(1e6, 1_000_000, 4160),
        outcome,
        plan,
        times,
        facts,
        new Cost(0.5, 0.25, 2),
        replay);
  }
}
