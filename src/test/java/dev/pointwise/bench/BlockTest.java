package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class BlockTest {
  private final FakeSampler.FakeClock clock = new FakeSampler.FakeClock();
  private final List<CaseRow> rows = new ArrayList<>();
  private DeviceCondition condition = DeviceCondition.unknown();
  private boolean flushFails;

  private FakeSampler sampler(String name, double seconds) {
    return new FakeSampler(name, clock, call -> seconds);
  }

  private static CaseRun caseOf(String shape, Track... tracks) {
    LayerCase layer = new LayerCase(LayerShape.parse(shape), Precision.F32, Layout.NCHW);
    CaseRun run = new CaseRun(new PlannedCase(layer, List.of()));
    run.prepared(new Subject(List.of(tracks)), 0.5);
    return run;
  }

  private static Track track(Series series, Sampler sampler, int samples) {
    return new Track(series, sampler, 1, new StoppingRule.Enough(samples), 1000);
  }

  private void run(List<CaseRun> cases, BooleanSupplier interrupted) {
    Sampling sampling =
        new Sampling(
            (all, elapsed) -> Optional.empty(), 0, 0, 0, Disturbances.NONE, clock::nanoTime);
    IntConsumer flush =
        runs -> {
          if (flushFails) {
            throw new DeviceMemoryException("flush", 1, 2, 3);
          }
          clock.note("flush");
          clock.pass(0.1);
        };
    new Block(cases, flush, () -> condition, sampling, 0, Progress.NONE, interrupted)
        .run(run -> rows.add(run.row(0, List.of())));
  }

  @Test
  void aRoundFlushesOnceAndTakesEachCaseColdThenHot() {
    CaseRun a =
        caseOf(
            "c1h1w1k1",
            track(Series.COLD, sampler("a cold", 0.01), 1),
            track(Series.HOT, sampler("a hot", 0.01), 2));
    CaseRun b =
        caseOf(
            "c1h1w1k2",
            track(Series.COLD, sampler("b cold", 0.01), 2),
            track(Series.HOT, sampler("b hot", 0.01), 1));
    run(List.of(a, b), () -> false);
    assertEquals(
        List.of(
            "flush", "a cold", "b cold", "a hot", "a hot", "b hot", "b hot", "flush", "b cold",
            "a hot", "a hot"),
        clock.events());
    assertEquals(List.of(0.01), rows.getFirst().time(Series.COLD).orElseThrow().samples());
    assertEquals(0.1 / 2 + 0.01 + 2 * 0.02, rows.getFirst().cost().sampling(), 1e-9);
    assertEquals(0.5, rows.getFirst().cost().preparing());
  }

  @Test
  void eachRoundBeginsWithAnotherCase() {
    CaseRun a = caseOf("c1h1w1k1", track(Series.COLD, sampler("a", 0.01), 3));
    CaseRun b = caseOf("c1h1w1k2", track(Series.COLD, sampler("b", 0.01), 3));
    run(List.of(a, b), () -> false);
    assertEquals(List.of("flush", "a", "b", "flush", "b", "a", "flush", "a", "b"), clock.events());
  }

  @Test
  void aRowIsThereAsSoonAsItsCaseIsFinished() {
    CaseRun one = caseOf("c1h1w1k1", track(Series.HOT, sampler("one", 0.01), 1));
    CaseRun two = caseOf("c1h1w1k2", track(Series.HOT, sampler("two", 0.01), 9));
    run(List.of(two, one), () -> rows.size() == 1);
    assertEquals(1, rows.size());
    assertEquals("n1c1h1w1k1", rows.getFirst().key().shape());
    assertEquals(4, clock.events().size());
  }

  @Test
  void aCaseThatFailsLeavesTheOthersAlone() {
    FakeSampler failing =
        sampler("failing", 0.01).failing(3, new DeviceMemoryException("y", 1, 2, 3));
    CaseRun bad = caseOf("c1h1w1k1", track(Series.COLD, failing, 9));
    CaseRun good = caseOf("c1h1w1k2", track(Series.COLD, sampler("good", 0.01), 5));
    run(List.of(bad, good), () -> false);
    assertEquals(Outcome.Status.ERROR, rows.getFirst().outcome().status());
    assertTrue(String.valueOf(rows.getFirst().outcome().reason()).contains("requested 1 bytes"));
    assertTrue(rows.getFirst().times().isEmpty());
    assertTrue(failing.closed());
    assertEquals(5, rows.getLast().time(Series.COLD).orElseThrow().samples().size());
  }

  @Test
  void aFlushThatFailsFailsTheCasesThatNeedIt() {
    flushFails = true;
    CaseRun cold = caseOf("c1h1w1k1", track(Series.COLD, sampler("cold", 0.01), 1));
    CaseRun hot = caseOf("c1h1w1k2", track(Series.HOT, sampler("hot", 0.01), 1));
    run(List.of(cold, hot), () -> false);
    assertEquals(
        List.of(Outcome.Status.ERROR, Outcome.Status.MEASURED),
        rows.stream().map(row -> row.outcome().status()).toList());
  }

  @Test
  void aThrottledDeviceDisturbsTheRound() {
    condition =
        new DeviceCondition(
            OptionalDouble.of(1410), OptionalDouble.empty(), List.of("too hot"), Map.of());
    FakeSampler sampler =
        new FakeSampler(
            "run",
            clock,
            call -> {
              condition =
                  new DeviceCondition(
                      OptionalDouble.of(1500),
                      OptionalDouble.empty(),
                      call < 4 ? List.of("too hot") : List.of(),
                      Map.of());
              return 0.01;
            });
    run(List.of(caseOf("c1h1w1k1", track(Series.HOT, sampler, 2))), () -> false);
    assertEquals(
        Map.of("throttled", 3), rows.getFirst().time(Series.HOT).orElseThrow().discarded());
    assertEquals(OptionalDouble.of(1500), rows.getFirst().time(Series.HOT).orElseThrow().clock());
  }

  @Test
  void progressIsToldOfEverySample() {
    List<String> told = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void sample(CaseKey key, Series series, double done, double spread) {
            told.add(key.shape() + " " + series);
            assertFalse(done < 0 || done > 1, () -> "done is " + done);
          }
        };
    CaseRun run =
        caseOf(
            "c1h1w1k1",
            track(Series.COLD, sampler("cold", 0.01), 2),
            track(Series.HOT, sampler("hot", 0.01), 1));
    Sampling sampling =
        new Sampling(
            (all, elapsed) -> Optional.empty(), 0, 0, 0, Disturbances.NONE, clock::nanoTime);
    new Block(List.of(run), runs -> {}, () -> condition, sampling, 0, progress, () -> false)
        .run(each -> {});
    assertEquals(List.of("n1c1h1w1k1 cold", "n1c1h1w1k1 hot", "n1c1h1w1k1 cold"), told);
  }

  @Test
  void hostMemoryThatRunsOutIsAnError() {
    CaseRun run = caseOf("c1h1w1k1", track(Series.HOT, sampler("hot", 1), 1));
    Block.attempt(
        run,
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertTrue(run.failed());
    assertEquals(
        "the host is out of memory: Java heap space", run.row(0, List.of()).outcome().reason());
  }
}
