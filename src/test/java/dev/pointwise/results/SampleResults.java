package dev.pointwise.results;

import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.PlanExplanation;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Results made up for tests, with something in every field. */
public final class SampleResults {
  private SampleResults() {}

  /** A run on a GPU. */
  public static RunInfo run() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("driver", "supports CUDA 12.6");
    details.put("cuBLAS", "12.6.3");
    return new RunInfo(
        new Build("1.2", "0123abc", true),
        Instant.parse("2026-11-26T10:00:00Z"),
        List.of("pointwise", "bench", "-n", "1"),
        new BackendInfo("cuda", "H200 \"<b>&", details),
        List.of(0, 1),
        Map.of("SM clock", "1980 MHz"),
        new Machine("a CPU", 2, "an OS", "a JDK"),
        new Settings(5, Fill.ZEROS, Timing.DEVICE, Order.INTERLEAVED, 1, true, true),
        roofline());
  }

  /** 1 TB/s outside, 4 TB/s inside caches; 100 TFLOP/s; 1 µs. */
  public static Roofline roofline() {
    return new Roofline(
        Instant.parse("2026-11-26T09:00:00Z"),
        List.of(new Roofline.Bandwidth(1 << 20, 4e12), new Roofline.Bandwidth(1 << 30, 1e12)),
        Map.of("f16", 1e14),
        1e-6);
  }

  /** A case with all there is. */
  public static CaseRow measured(int run, String shape, double seconds) {
    Map<Series, Measurement> times = new EnumMap<>(Series.class);
    times.put(
        Series.COLD,
        new Measurement(
            List.of(2 * seconds, 2.2 * seconds, 2.1 * seconds),
            List.of(0.5, 0.625, 1.75),
            1,
            "stable",
            Map.of("throttled: thermal", 2, "interrupted", 1),
            true,
            OptionalDouble.of(1755),
            OptionalDouble.of(2.5e-4),
            new Phases(1e-5, 2e-5, 3e-5)));
    times.put(
        Series.HOT,
        new Measurement(
            List.of(seconds, 1.5 * seconds, seconds),
            List.of(0.75, 1.0, 1.25),
            7,
            "time",
            Map.of(),
            false,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            null));
    return new CaseRow(
        run,
        new CaseKey(Fuse.EPILOGUE, shape, "f16", "nhwc"),
        List.of(
            new Use("net", 8, Fuse.EPILOGUE, "a</script>'", 3, 0, 2),
            new Use("other", 8, Fuse.SIBLINGS, "b", 1, 4, 9)),
        new Work(2e6, 3000, 100),
        new Outcome(Outcome.Status.MEASURED, null, List.of("exact: 0 of 5 differ")),
        new PlanExplanation(
            "gemm",
            "the only way",
            List.of(
                new PlanExplanation.Candidate("gemm", OptionalDouble.of(1e-5), ""),
                new PlanExplanation.Candidate("lt", OptionalDouble.empty(), "refused"))),
        times,
        Map.of("calls", 2L),
        new Cost(0.25, 0.5, 1),
        List.of("bench", "--shape", shape));
  }

  /** A case without a measurement. */
  public static CaseRow failed(int run, String shape, Outcome.Status status, String reason) {
    return new CaseRow(
        run,
        new CaseKey(Fuse.EPILOGUE, shape, "f16", "nhwc"),
        List.of(new Use("net", 8, Fuse.EPILOGUE, "c", 2, 1, 2)),
        new Work(4e6, 6000, 200),
        new Outcome(status, reason, List.of()),
        null,
        Map.of(),
        Map.of(),
        new Cost(0.25, 0, 0),
        List.of("bench", "--shape", shape));
  }
}
