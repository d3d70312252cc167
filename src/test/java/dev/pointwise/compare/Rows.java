package dev.pointwise.compare;

import dev.pointwise.backend.BackendInfo;
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
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Use;
import dev.pointwise.results.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Results made up for tests. */
public final class Rows {
  /** How the made-up runs measured. */
  public static final Settings SETTINGS =
      new Settings(1, Fill.UNIFORM, Timing.DEVICE, Order.INTERLEAVED, 1, false, false);

  private Rows() {}

  /** A run on some CPU. */
  public static RunInfo run() {
    return run("cpu", "some CPU", Map.of("threads", "2"), SETTINGS);
  }

  /** A run. */
  public static RunInfo run(
      String backend, String device, Map<String, String> details, Settings settings) {
    return new RunInfo(
        new Build("1", null, null),
        Instant.EPOCH,
        List.of("pointwise", "bench"),
        new BackendInfo(backend, device, details),
        List.of(0),
        Map.of(),
        new Machine("some CPU", 2, "some OS", "some JDK"),
        settings,
        null);
  }

  /** The key of the case of that number. */
  public static CaseKey key(int number) {
    return new CaseKey(Fuse.EPILOGUE, "c" + (number + 1) + "h8w8k16", "f32", "nchw");
  }

  /** A row of the first run that was measured. */
  public static CaseRow row(CaseKey key, Map<Series, Measurement> times) {
    return row(0, key, List.of(), times);
  }

  /** A row that was measured. */
  public static CaseRow row(int run, CaseKey key, List<Use> uses, Map<Series, Measurement> times) {
    return new CaseRow(
        run,
        key,
        uses,
        new Work(1e6, 1000, 10),
        new Outcome(Outcome.Status.MEASURED, null, List.of()),
        null,
        times,
        Map.of(),
        new Cost(0, 0, 0),
        List.of("bench", "--shape", key.shape()));
  }

  /** A row of the first run that was not measured. */
  public static CaseRow row(CaseKey key, Outcome.Status status, String reason) {
    return new CaseRow(
        0,
        key,
        List.of(),
        new Work(1e6, 1000, 10),
        new Outcome(status, reason, List.of()),
        null,
        Map.of(),
        Map.of(),
        new Cost(0, 0, 0),
        List.of());
  }

  /** One run with those rows. */
  public static RunResults results(CaseRow... rows) {
    return new RunResults(List.of(run()), List.of(rows));
  }

  /** Samples spread evenly by 1 % to both sides of a median, in an order that shows no drift. */
  public static Measurement around(double median, int count) {
    return samples(
        IntStream.range(0, count)
            .mapToDouble(i -> median * (1 + 0.02 * ((i * 7 % count + 0.5) / count - 0.5)))
            .toArray());
  }

  /** Those samples. */
  public static Measurement samples(double... seconds) {
    return Measurement.of(DoubleStream.of(seconds).boxed().toList(), 1, "enough");
  }
}
