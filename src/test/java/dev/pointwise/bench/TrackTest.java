package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Phases;
import dev.pointwise.results.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class TrackTest {
  private final FakeSampler.FakeClock clock = new FakeSampler.FakeClock();
  private int taken;

  /** Takes samples of 1 ms, 2 ms and so on until the track stops. */
  private Measurement measure(StoppingRule rule, double budget, IntPredicate disturbed) {
    FakeSampler sampler = new FakeSampler("run", clock, call -> 1e-3 * (call + 1));
    Track track = new Track(Series.HOT, sampler, 1, rule, budget);
    Disturbances some =
        () -> {
          int sample = taken++;
          return () -> disturbed.test(sample) ? Optional.of("preempted") : Optional.empty();
        };
    while (!track.stopped()) {
      double at = clock.nanoTime() * 1e-9;
      track.begin(at, some);
      track.end();
      track.spend(0.1);
      track.settle(Optional.empty(), told(1000 + taken));
    }
    return track.measurement();
  }

  private static DeviceCondition told(double clock) {
    return new DeviceCondition(
        OptionalDouble.of(clock), OptionalDouble.of(2 * clock), List.of(), Map.of());
  }

  @Test
  void throwsAwayAndCountsWhatWasDisturbed() {
    Measurement some = measure(new StoppingRule.Enough(6), 100, sample -> sample % 3 == 1);
    assertEquals(List.of(1e-3, 3e-3, 4e-3, 6e-3, 7e-3, 9e-3), rounded(some.samples()));
    assertEquals(Map.of("preempted", 3), some.discarded());
    assertEquals("sample limit", some.stop());
    assertFalse(some.disturbed());
    assertEquals(OptionalDouble.of(1005), some.clock());
    assertEquals(OptionalDouble.of(2010), some.pace());
    assertEquals(6, some.at().size());
    assertEquals(3e-3, some.at().get(1), 1e-9);
  }

  private static List<Double> rounded(List<Double> samples) {
    return samples.stream().map(sample -> Math.round(sample * 1e6) / 1e6).toList();
  }

  @Test
  void keepsAllWhereNearlyAllAreDisturbed() {
    Measurement all = measure(new StoppingRule.Enough(20), 3, sample -> sample % 15 != 0);
    assertTrue(all.disturbed());
    assertEquals("out of time", all.stop());
    assertEquals(30, all.samples().size());
    assertEquals(Map.of(), all.discarded());
  }

  @Test
  void aFewUndisturbedSamplesDoWithoutTheOthers() {
    Measurement few = measure(new StoppingRule.Enough(20), 3, sample -> sample % 5 != 0);
    assertFalse(few.disturbed());
    assertEquals("out of time", few.stop());
    assertEquals(6, few.samples().size());
    assertEquals(Map.of("preempted", 24), few.discarded());
  }

  @Test
  void longRunsThatAreNotDisturbedAreNotCalledSo() {
    Measurement three = measure(new StoppingRule.Enough(20), 0.1, sample -> false);
    assertEquals(3, three.samples().size());
    assertFalse(three.disturbed());
  }

  @Test
  void whatDisturbsARoundDisturbsItsSamples() {
    FakeSampler sampler = new FakeSampler("run", clock, call -> 1e-3);
    Track track = new Track(Series.COLD, sampler, 1, new StoppingRule.Enough(2), 10);
    for (int round = 0; round < 3; round++) {
      track.begin(round, Disturbances.NONE);
      track.end();
      track.settle(
          round == 1 ? Optional.of("throttled") : Optional.empty(), DeviceCondition.unknown());
    }
    assertTrue(track.stopped());
    assertEquals(Map.of("throttled", 1), track.measurement().discarded());
    assertEquals(List.of(0.0, 2.0), track.measurement().at());
    assertEquals(OptionalDouble.empty(), track.measurement().clock());
    track.close();
    assertTrue(sampler.closed());
  }

  @Test
  void phasesAreMedians() {
    FakeSampler sampler = new FakeSampler("run", clock, call -> 6).phases(new Phases(1, 2, 3));
    Track track = new Track(Series.HOT, sampler, 1, new StoppingRule.Enough(1), 10);
    track.begin(0, Disturbances.NONE);
    track.end();
    track.settle(Optional.empty(), DeviceCondition.unknown());
    assertEquals(new Phases(1, 2, 3), track.measurement().phases());
  }
}
