package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final int MAX = Integer.MAX_VALUE;

  @Test
  void counts() {
    Shape shape = new Shape(2, 3, 5, 7);
    assertEquals(35, shape.pixels());
    assertEquals(210, shape.elements());
    assertEquals("n2c3h5w7", shape.toString());
    assertEquals(new Shape(2, 9, 5, 7), shape.channels(9));
  }

  @Test
  void countsBeyond31Bits() {
    assertEquals((long) MAX * MAX, new Shape(1, 1, MAX, MAX).pixels());
    assertEquals(2L * MAX, new Shape(2, 1, MAX, 1).elements());
  }

  @Test
  void mayBeEmptyButNotWithoutChannels() {
    assertTrue(new Shape(0, 3, 5, 7).isEmpty());
    assertTrue(new Shape(2, 3, 0, 7).isEmpty());
    assertTrue(new Shape(2, 3, 5, 0).isEmpty());
    assertFalse(new Shape(1, 1, 1, 1).isEmpty());
    assertEquals(0, new Shape(0, MAX, MAX, MAX).elements());
    Refusal.argument(() -> new Shape(1, 0, 1, 1), "C is 0", "at least 1");
  }

  @Test
  void refusesNegativeExtents() {
    Refusal.argument(() -> new Shape(-1, 1, 1, 1), "N is -1");
    Refusal.argument(() -> new Shape(1, -2, 1, 1), "C is -2");
    Refusal.argument(() -> new Shape(1, 1, -3, 1), "H is -3");
    Refusal.argument(() -> new Shape(1, 1, 1, -4), "W is -4");
  }

  @Test
  void refusesAProductBeyondALong() {
    Refusal.argument(() -> new Shape(MAX, MAX, MAX, 1), "N·C·H·W", "2^63");
    assertEquals((long) MAX * MAX * 2, new Shape(2, 1, MAX, MAX).elements());
    Refusal.argument(() -> new Shape(3, 1, MAX, MAX), "3·1·2147483647·2147483647");
  }
}
