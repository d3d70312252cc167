package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tuning;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Order;
import dev.pointwise.results.Outcome.Status;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Series;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.results.Work;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.FaultyBackend;
import dev.pointwise.testing.OracleBackend;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkTest {
  private static final Suite SUITE =
      new Suite(
          "small",
          List.of(
              layer("first", 3, "c4h2w2k4+bias+relu", ""),
              layer("a", 1, "c4h2w2k4+bias+relu", "in"),
              layer("b", 1, "c4h2w2k2+gelu", "in"),
              layer("added", 2, "c4h2w2k3+bias+add+relu", "")));
  private static final Settings SETTINGS = settings(Timing.DEVICE, Order.INTERLEAVED, false, false);

  private final List<CaseRow> rows = new ArrayList<>();

  private static SuiteLayer layer(String name, int repeat, String shape, String siblings) {
    return new SuiteLayer(name, repeat, LayerShape.parse(shape), siblings);
  }

  private static Settings settings(Timing timing, Order order, boolean recorded, boolean twice) {
    return new Settings(1, Fill.UNIFORM, timing, order, 10, recorded, twice);
  }

  private static List<PlannedCase> planned(Suite suite, Precision precision, Set<Fuse> fuses) {
    Network network = new Network(suite, OptionalInt.of(2), precision, Layout.NHWC);
    return PlannedCase.of(List.of(network), fuses);
  }

  private void run(Backend backend, List<PlannedCase> cases, Settings settings) {
    run(backend, cases, settings, Progress.NONE, () -> false);
  }

  private void run(
      Backend backend,
      List<PlannedCase> cases,
      Settings settings,
      Progress progress,
      BooleanSupplier interrupted) {
    Sampling quick =
        new Sampling(new StoppingRule.Enough(4), 0, 0, 1e-6, Disturbances.NONE, System::nanoTime);
    Replay replay = new Replay("test", List.of(2), Tuning.OFF, 1);
    try (backend) {
      new Benchmark(backend, 3, settings, replay, quick)
          .run(cases, rows::add, progress, interrupted);
    }
  }

  private List<Status> statuses() {
    return rows.stream().map(row -> row.outcome().status()).toList();
  }

  @Test
  void measuresEveryWayToFuse() {
    run(new OracleBackend(), planned(SUITE, Precision.F32, EnumSet.allOf(Fuse.class)), SETTINGS);
    assertEquals(
        List.of(
            "n2c4h2w2k4 f32 nhwc none",
            "n2c4h2w2k2 f32 nhwc none",
            "n2c4h2w2k3 f32 nhwc none",
            "n2c4h2w2k4+bias+relu f32 nhwc",
            "n2c4h2w2k2+gelu f32 nhwc",
            "n2c4h2w2k3+bias+add+relu f32 nhwc",
            "n2c4h2w2k4+bias+relu/k2+gelu f32 nhwc siblings",
            "small n2 f32 nhwc network"),
        rows.stream().map(row -> row.key().toString()).sorted(this::byPlan).toList());
    for (CaseRow row : rows) {
      assertEquals(Status.MEASURED, row.outcome().status(), row.toString());
      assertEquals(3, row.run());
      boolean network = row.key().fuse() == Fuse.NETWORK;
      assertEquals(
          network
              ? Set.of(Series.COLD, Series.HOT, Series.LAYER_BY_LAYER)
              : Set.of(Series.COLD, Series.HOT),
          row.times().keySet());
      assertEquals(4, row.time(Series.COLD).orElseThrow().samples().size());
      assertEquals(1, row.time(Series.COLD).orElseThrow().runs());
      assertEquals("sample limit", row.time(Series.HOT).orElseThrow().stop());
      assertEquals(network ? 5 : 0, row.facts().size());
      assertFalse(row.outcome().gates().isEmpty());
      assertTrue(row.cost().verifying() > 0 && row.cost().preparing() > 0, row.cost().toString());
      assertTrue(row.cost().sampling() > 0, row.cost().toString());
    }
  }

  private int byPlan(String one, String other) {
    List<String> order = List.of(" none", "nhwc", " siblings", " network");
    return Integer.compare(place(order, one), place(order, other));
  }

  private static int place(List<String> ends, String text) {
    for (int i = 0; i < ends.size(); i++) {
      if (text.endsWith(ends.get(i))) {
        return i;
      }
    }
    throw new AssertionError(text);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void measuresEveryPrecision(Precision precision) {
    run(
        new OracleBackend(),
        planned(SUITE, precision, Set.of(Fuse.NONE, Fuse.EPILOGUE, Fuse.SIBLINGS)),
        SETTINGS);
    assertTrue(statuses().stream().allMatch(Status.MEASURED::equals), rows.toString());
    assertEquals(precision.quantized() ? 6 : 7, rows.size());
  }

  @ParameterizedTest
  @EnumSource(Fill.class)
  void measuresWithEveryFill(Fill fill) {
    run(
        new OracleBackend(),
        planned(SUITE, Precision.F16, EnumSet.allOf(Fuse.class)),
        new Settings(1, fill, Timing.DEVICE, Order.SEQUENTIAL, 10, false, false));
    assertTrue(statuses().stream().allMatch(Status.MEASURED::equals), rows.toString());
    assertEquals(fill != Fill.UNIFORM, rows.getFirst().replay().contains("--fill"));
  }

  @Test
  void neverTimesACaseThatIsWrongAndGoesOnBehindOneThatFails() {
    Suite suite =
        new Suite(
            "faulty",
            List.of(
                layer("wrong", 1, "c4h2w2k" + FaultyBackend.WRONG, ""),
                layer("too large", 1, "c4h2w2k" + FaultyBackend.TOO_LARGE, ""),
                layer("right", 1, "c4h2w2k4", "")));
    run(
        new FaultyBackend("test", "a device"),
        planned(suite, Precision.F32, Set.of(Fuse.EPILOGUE)),
        SETTINGS);
    assertEquals(List.of(Status.MISMATCH, Status.ERROR, Status.MEASURED), statuses());
    assertTrue(rows.get(0).times().isEmpty());
    assertTrue(String.valueOf(rows.get(0).outcome().reason()).contains("worst at"));
    assertTrue(String.valueOf(rows.get(1).outcome().reason()).contains("out of device memory"));
    assertNull(rows.get(2).outcome().reason());
  }

  /**
   * A case that is right, and finds no memory when it is to be measured.
   *
   * @param sized whether there is memory to find out how much it needs
   */
  private record Unopened(LayerCase right, boolean sized) implements BenchCase {
    @Override
    public CaseKey key() {
      return right.key();
    }

    @Override
    public List<GemmShape> products() {
      return right.products();
    }

    @Override
    public Work work() {
      return right.work();
    }

    @Override
    public long deviceBytes() {
      return sized ? right.deviceBytes() : exhausted();
    }

    @Override
    public Map<String, Long> facts() {
      return Map.of("bytes", deviceBytes());
    }

    private static long exhausted() {
      throw new OutOfMemoryError("Java heap space");
    }

    @Override
    public List<String> options() {
      return right.options();
    }

    @Override
    public Verification verify(Backend backend, long seed) {
      return right.verify(backend, seed);
    }

    @Override
    public Workload open(Backend backend, long seed, Fill fill) {
      throw new DeviceMemoryException("W", 1, 2, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBlockGoesOnWithoutACaseThatFindsNoMemory(boolean sized) {
    List<PlannedCase> cases = new ArrayList<>(planned(SUITE, Precision.F32, Set.of(Fuse.EPILOGUE)));
    LayerCase right = (LayerCase) cases.get(1).benchCase();
    cases.set(1, new PlannedCase(new Unopened(right, sized), cases.get(1).uses()));
    run(new OracleBackend(), cases, SETTINGS);
    assertEquals(3, rows.size());
    for (CaseRow row : rows) {
      boolean unopened = row.key().equals(right.key());
      assertEquals(unopened ? Status.ERROR : Status.MEASURED, row.outcome().status());
    }
  }

  /** A backend on which allocating takes a minute. */
  private static final class SlowlyAllocating extends OracleBackend {
    private long nanos;

    @Override
    protected void reserve() {
      nanos += 60_000_000_000L;
    }

    /** The time, which passes by being asked for, too. */
    long nanoTime() {
      nanos += 1_000_000;
      return nanos;
    }
  }

  @Test
  void noCasePaysForTheMemoryThatFillsTheCache() {
    SlowlyAllocating backend = new SlowlyAllocating();
    Sampling sampling =
        new Sampling(new StoppingRule.Enough(4), 0, 0, 1e-6, Disturbances.NONE, backend::nanoTime);
    try (backend) {
      new Benchmark(
              backend,
              0,
              settings(Timing.DEVICE, Order.SEQUENTIAL, false, false),
              new Replay("test", List.of(2), Tuning.OFF, 1),
              sampling)
          .run(
              planned(SUITE, Precision.F32, Set.of(Fuse.EPILOGUE)),
              rows::add,
              Progress.NONE,
              () -> false);
    }
    for (CaseRow row : rows) {
      assertTrue(row.cost().sampling() < 60, row.cost().toString());
    }
  }

  @Test
  void recordingsAndTheSecondMeasurementAreSeriesOfTheirOwn() {
    run(
        new OracleBackend(),
        planned(SUITE, Precision.F32, Set.of(Fuse.EPILOGUE, Fuse.NETWORK)),
        settings(Timing.DEVICE, Order.INTERLEAVED, true, true));
    Set<Series> again = Set.of(Series.COLD, Series.HOT, Series.COLD_AGAIN, Series.HOT_AGAIN);
    for (CaseRow row : rows) {
      Set<Series> expected = EnumSet.copyOf(again);
      expected.add(row.key().fuse() == Fuse.NETWORK ? Series.LAYER_BY_LAYER : Series.RECORDED);
      assertEquals(expected, row.times().keySet());
    }
    assertEquals(
        List.of("--time-budget", "10.0", "--recorded", "--aa"),
        rows.getFirst().replay().subList(13, 17));
  }

  @Test
  void fromHostToHostAllPhasesAreMeasured() {
    run(
        new OracleBackend(),
        planned(SUITE, Precision.F32, EnumSet.allOf(Fuse.class)),
        settings(Timing.E2E, Order.INTERLEAVED, true, false));
    for (CaseRow row : rows) {
      for (Measurement time : row.times().values()) {
        Phases phases = time.phases();
        assertNotNull(phases, row.key().toString());
        assertTrue(phases.toDevice() > 0 && phases.compute() > 0 && phases.toHost() > 0);
      }
    }
    assertEquals(List.of("--time", "e2e"), afterFirst(rows.getFirst().replay(), "--time"));
  }

  private static List<String> afterFirst(List<String> words, String option) {
    int at = words.indexOf(option);
    assertNotEquals(-1, at, words.toString());
    return words.subList(at, at + 2);
  }

  @Test
  void anInterruptionKeepsTheRowsThatAreFinished() {
    int[] samples = {0};
    Progress counting =
        new Progress() {
          @Override
          public void sample(CaseKey key, Series series, double done, double spread) {
            samples[0]++;
          }
        };
    run(
        new OracleBackend(),
        planned(SUITE, Precision.F32, Set.of(Fuse.EPILOGUE)),
        settings(Timing.DEVICE, Order.SEQUENTIAL, false, false),
        counting,
        () -> samples[0] > 10);
    assertEquals(1, rows.size());
    assertEquals(11, samples[0]);
  }

  @Test
  void theReplaySelectsExactlyTheCase() {
    run(new OracleBackend(), planned(SUITE, Precision.F32, EnumSet.allOf(Fuse.class)), SETTINGS);
    for (CaseRow row : rows) {
      List<String> replay = row.replay();
      assertEquals("bench", replay.getFirst());
      assertEquals(row.key().fuse() != Fuse.EPILOGUE, replay.contains("--fuse"), replay.toString());
      assertEquals(List.of("--backend", "test"), afterFirst(replay, "--backend"));
      assertEquals(List.of("--device", "2"), afterFirst(replay, "--device"));
      assertEquals(List.of("--seed", "1"), afterFirst(replay, "--seed"));
      if (row.key().fuse() != Fuse.NETWORK) {
        List<SuiteLayer> again = new ArrayList<>();
        for (LayerShape shape : SiblingCase.parse(replay.get(2))) {
          again.add(new SuiteLayer("--shape", 1, shape, "tag"));
        }
        Network network =
            new Network(
                new Suite("shapes", again), OptionalInt.empty(), Precision.F32, Layout.NHWC);
        assertEquals(
            List.of(row.key()),
            PlannedCase.of(List.of(network), Set.of(row.key().fuse())).stream()
                .map(planned -> planned.benchCase().key())
                .toList());
      }
    }
  }
}
