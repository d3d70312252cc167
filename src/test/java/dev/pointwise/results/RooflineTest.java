package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RooflineTest {
  private static final Roofline ROOFLINE =
      new Roofline(
          Instant.EPOCH,
          List.of(
              new Roofline.Bandwidth(1 << 30, 1e12),
              new Roofline.Bandwidth(1 << 10, 2e12),
              new Roofline.Bandwidth(1 << 20, 4e12)),
          Map.of("f16", 1e14),
          1e-6);

  private static Roofline.Assessment assess(Work work, boolean cold, double seconds) {
    return ROOFLINE.assess("f16", work, cold, seconds).orElseThrow();
  }

  @Test
  void theLongestOfThreeBounds() {
    assertEquals(
        new Roofline.Assessment(50, Roofline.Bound.COMPUTE),
        assess(new Work(1e9, 1000, 0), true, 2e-5));
    assertEquals(
        new Roofline.Assessment(25, Roofline.Bound.MEMORY),
        assess(new Work(1e6, 5_000_000, 0), true, 2e-5));
    assertEquals(
        new Roofline.Assessment(50, Roofline.Bound.LAUNCH),
        assess(new Work(10, 10, 0), false, 2e-6));
  }

  @Test
  void hotIsHeldAgainstTheBestOfAllExtentsFromItsOwnOn() {
    assertEquals(1e12, ROOFLINE.bandwidth(4096, true));
    assertEquals(4e12, ROOFLINE.bandwidth(1, false));
    assertEquals(4e12, ROOFLINE.bandwidth(4096, false));
    assertEquals(4e12, ROOFLINE.bandwidth(1 << 20, false));
    assertEquals(4e12, ROOFLINE.bandwidth(1 << 29, false));
    assertEquals(1e12, ROOFLINE.bandwidth(1L << 40, false));
  }

  @Test
  void fasterThanPossibleIsImpossible() {
    assertTrue(assess(new Work(1e9, 1000, 0), true, 0.99e-5).impossible());
    assertFalse(assess(new Work(1e9, 1000, 0), true, 1.01e-5).impossible());
  }

  @Test
  void aTypeThatWasNotMeasuredHasNone() {
    assertTrue(ROOFLINE.assess("f32", new Work(1, 1, 1), true, 1).isEmpty());
  }
}
