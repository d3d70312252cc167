package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Roofline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private long nanos;
  private final Rounds rounds = new Rounds(() -> nanos);

  private boolean goOn(double rate, double peak, double launch) {
    List<Roofline.Bandwidth> bandwidths = List.of(new Roofline.Bandwidth(1000, rate));
    return rounds.goOn(new Roofline(Instant.EPOCH, bandwidths, Map.of("f32", peak), launch));
  }

  @Test
  void endsWithTheFirstRoundFromTheThirdOnThatFindsNothingBetter() {
    assertTrue(goOn(100, 100, 1));
    assertTrue(goOn(100, 100, 1));
    assertFalse(goOn(101, 101, 0.99));
  }

  @Test
  void goesOnWhileAnyCeilingRises() {
    assertTrue(goOn(100, 100, 1));
    assertTrue(goOn(100, 100, 1));
    assertTrue(goOn(103, 100, 1));
    assertTrue(goOn(103, 103, 1));
    assertTrue(goOn(103, 103, 0.97));
    assertFalse(goOn(103, 103, 0.97));
  }

  @Test
  void doesNotGoOnForEver() {
    nanos = 14_000_000_000L;
    assertTrue(goOn(100, 100, 1));
    assertTrue(goOn(200, 100, 1));
    assertTrue(goOn(300, 100, 1));
    nanos = 15_000_000_000L;
    assertFalse(goOn(400, 100, 1));
  }
}
