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
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Use;
import dev.pointwise.results.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Results that nobody measured, with every kind of row there is. */
final class MadeResults {
  /** Characters that end elements, attributes and strings. */
  static final String NASTY = "a<b>&\"c'</script><!--<script>@@data@@";

  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Outcome MEASURED =
      new Outcome(Outcome.Status.MEASURED, null, List.of("exact: 0 differ", "bound: 0.31 of it"));

  private MadeResults() {}

  static RunInfo run(String device, Fill fill, Timing timing, @Nullable Roofline roofline) {
    return new RunInfo(
        new Build("0.1.0", "0123456789abcdef", true),
        STARTED,
        List.of("pointwise", "bench", "--suite", "made up", "-o", "html=a.html"),
        new BackendInfo("made", device, Map.of("library", "1.2.3 of /usr/lib/libmade.so")),
        List.of(0),
        Map.of("clock", "1980 MHz"),
        new Machine("a processor", 2, "an OS", "a JVM"),
        new Settings(1, fill, timing, Order.INTERLEAVED, 1, false, false),
        roofline);
  }

  static Roofline roofline() {
    return new Roofline(
        STARTED,
        List.of(
            new Roofline.Bandwidth(1 << 20, 80e9),
            new Roofline.Bandwidth(32 << 20, 40e9),
            new Roofline.Bandwidth(1 << 30, 12e9)),
        Map.of("f32", 200e9),
        3e-6);
  }

  /** A network of that many layers in batches 1, 4 and 16, of two networks. */
  static RunResults measured(int rows, int samples) {
    Random random = new Random(7);
    List<CaseRow> made = new ArrayList<>();
    int networks = 6;
    int layers = Math.max(1, rows / networks);
    for (int i = 0; i < rows; i++) {
      int network = Math.min(networks - 1, i / layers);
      int batch = new int[] {1, 4, 16}[network % 3];
      int index = i - network * layers;
      int expected = network == networks - 1 ? rows - network * layers : layers;
      Use use =
          new Use(
              network < 3 ? "alpha" : "beta",
              batch,
              Fuse.EPILOGUE,
              "stage" + index / 10 + "/" + index % 10 + "/1x1_reduce",
              1 + index % 2,
              index,
              expected);
      made.add(measured(random, List.of(use), batch, index, i, samples));
    }
    return new RunResults(List.of(run("a device", Fill.UNIFORM, Timing.DEVICE, roofline())), made);
  }

  private static CaseRow measured(
      Random random, List<Use> uses, int batch, int index, int i, int samples) {
    int c = 64 * (1 + index % 12);
    int k = 32 * (1 + index * 7 % 16);
    int hw = new int[] {56, 28, 14, 7}[index % 4];
    double flops = 2.0 * batch * c * k * hw * hw;
    long bytes = 4L * (batch * (long) (c + k) * hw * hw + (long) c * k);
    double cold = Math.max(flops / 180e9, bytes / 10e9) * (1.1 + random.nextDouble());
    double hot = Math.max(flops / 190e9, bytes / 38e9) * (1.1 + random.nextDouble());
    Map<Series, Measurement> times = new EnumMap<>(Series.class);
    times.put(Series.COLD, samples(random, cold, samples, i));
    times.put(Series.HOT, samples(random, hot, samples, i));
    String shape = "n" + batch + "c" + c + "h" + hw + "w" + hw + "k" + k + "+bias+relu";
    return new CaseRow(
        0,
        new CaseKey(Fuse.EPILOGUE, shape, "f32", "nchw"),
        uses,
        new Work(flops, bytes, (long) c * k + k),
        MEASURED,
        new PlanExplanation("made plan", "it was there", List.of()),
        times,
        Map.of(),
        new Cost(0.01, 0.02, 0.7),
        List.of("bench", "--shape", shape, "--backend", "made", "--dtype", "f32", "--seed", "1"));
  }

  private static Measurement samples(Random random, double median, int count, int i) {
    List<Double> samples = new ArrayList<>();
    List<Double> at = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      double when = j * 1.7 + i * 0.01;
      double drift = 1 + 0.08 * Math.sin(when / 12);
      samples.add(median * drift * (1 + 0.02 * Math.abs(random.nextGaussian())));
      at.add(when);
    }
    return new Measurement(
        samples,
        at,
        1,
        "spread below 3 %",
        Map.of(),
        false,
        OptionalDouble.of(1980),
        OptionalDouble.empty(),
        null);
  }

  /** Every kind of row, with nasty names wherever a name is free. */
  static RunResults everyKind() {
    RunResults plain = measured(12, 20);
    List<RunInfo> runs = new ArrayList<>(plain.runs());
    runs.add(run("CPU stand-in " + NASTY, Fill.ZEROS, Timing.DEVICE, null));
    runs.add(run("a device", Fill.INTS, Timing.E2E, roofline()));
    List<CaseRow> rows = new ArrayList<>(plain.rows());
    rows.add(impossible());
    rows.add(failed(1, Outcome.Status.UNSUPPORTED, "no f8 on " + NASTY, Fuse.EPILOGUE));
    rows.add(failed(1, Outcome.Status.MISMATCH, "y[0] is 1, expected 2", Fuse.NONE));
    rows.add(failed(1, Outcome.Status.ERROR, "out of memory", Fuse.SIBLINGS));
    rows.add(network());
    rows.add(fromHostToHost());
    return new RunResults(runs, rows);
  }

  private static CaseRow impossible() {
    return row(
        0,
        Fuse.EPILOGUE,
        "too-fast",
        Map.of(Series.HOT, Measurement.of(List.of(1e-7, 1.1e-7), 3, "2 samples")));
  }

  private static CaseRow failed(int run, Outcome.Status status, String reason, Fuse fuse) {
    return new CaseRow(
        run,
        new CaseKey(fuse, NASTY, "f32", "nhwc"),
        List.of(new Use(NASTY, 2, fuse, NASTY, 1, 0, 3)),
        new Work(1e6, 1000, 10),
        new Outcome(status, reason, List.of()),
        null,
        Map.of(),
        Map.of("calls", 3L),
        new Cost(0, 0, 0),
        List.of("bench", "--shape", NASTY));
  }

  private static CaseRow network() {
    Measurement disturbed =
        new Measurement(
            List.of(2e-3),
            List.of(0.5),
            1,
            "timeout",
            Map.of("throttled", 4),
            true,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            null);
    return row(
        1,
        Fuse.NETWORK,
        NASTY,
        Map.of(
            Series.HOT, disturbed, Series.RECORDED, disturbed, Series.LAYER_BY_LAYER, disturbed));
  }

  private static CaseRow fromHostToHost() {
    Measurement time =
        new Measurement(
            List.of(4e-3, 4.1e-3),
            List.of(0.1, 0.2),
            1,
            "2 samples",
            Map.of(),
            false,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            new Phases(1e-3, 2e-3, 1e-3));
    return row(2, Fuse.EPILOGUE, "there-and-back", Map.of(Series.COLD, time, Series.HOT, time));
  }

  private static CaseRow row(int run, Fuse fuse, String name, Map<Series, Measurement> times) {
    return new CaseRow(
        run,
        new CaseKey(fuse, name, "f32", "nchw"),
        List.of(new Use(name, 1, fuse, name, 1, 0, 1)),
        new Work(1e8, 1_000_000, 1000),
        MEASURED,
        null,
        times,
        Map.of(),
        new Cost(0, 0, 0),
        List.of("bench", "--shape", name));
  }
}
