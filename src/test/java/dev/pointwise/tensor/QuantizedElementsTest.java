package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.DType;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** E4M3 and I8 against their definitions. */
class QuantizedElementsTest {
  /** The value of a code from the bits' meaning: (−1)^s · 2^(e−7) · (1 + m/8), or 2^−6 · m/8. */
  private static double defined(int code) {
    int exponent = (code & 0x78) / 8;
    double fraction = code % 8 / 8.0;
    double magnitude =
        exponent == 0 ? Math.pow(2, -6) * fraction : Math.pow(2, exponent - 7) * (1 + fraction);
    return code >= 128 ? -magnitude : magnitude;
  }

  private static boolean isNan(int code) {
    return code % 128 == 127;
  }

  @Test
  void everyE4m3IsWhatItsBitsSay() {
    for (int code = 0; code < 256; code++) {
      float value = Elements.fromE4M3((byte) code);
      if (isNan(code)) {
        assertTrue(Float.isNaN(value), "code " + code);
      } else {
        assertEquals(defined(code), value, "code " + code);
        assertEquals((byte) code, Elements.toE4M3(value), "code " + code);
      }
    }
    assertEquals(448, Elements.fromE4M3((byte) 0x7e));
    assertEquals(0x1p-9f, Elements.fromE4M3((byte) 1));
    assertEquals(-1, Elements.fromE4M3((byte) 0xb8));
  }

  @Test
  void keepsNanAndTheSignOfZero() {
    assertEquals(0x7f, Elements.toE4M3(Float.NaN) & 0x7f);
    assertEquals((byte) 0x80, Elements.toE4M3(-0f));
    assertEquals((byte) 0x80, Elements.toE4M3(-Float.MIN_VALUE));
    assertEquals((byte) 0, Elements.toE4M3(0f));
  }

  @Test
  void saturates() {
    for (float beyond : new float[] {448, 449, 464, 465, 1e30f, Float.POSITIVE_INFINITY}) {
      assertEquals((byte) 0x7e, Elements.toE4M3(beyond));
      assertEquals((byte) 0xfe, Elements.toE4M3(-beyond));
      assertEquals((byte) 127, Elements.toI8(beyond));
      assertEquals((byte) -128, Elements.toI8(-beyond));
    }
  }

  @Test
  void everyMidpointOfE4m3GoesToTheEvenCode() {
    for (int code = 0; code < 0x7e; code++) {
      float middle = (float) ((defined(code) + defined(code + 1)) / 2);
      int even = code % 2 == 0 ? code : code + 1;
      for (int sign = 0; sign < 256; sign += 128) {
        float signed = sign == 0 ? middle : -middle;
        assertEquals((byte) (even + sign), Elements.toE4M3(signed));
        float below = sign == 0 ? Math.nextDown(middle) : -Math.nextDown(middle);
        float above = sign == 0 ? Math.nextUp(middle) : -Math.nextUp(middle);
        assertEquals((byte) (code + sign), Elements.toE4M3(below));
        assertEquals((byte) (code + 1 + sign), Elements.toE4M3(above));
      }
    }
  }

  @Test
  void picksTheNearestE4m3() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(value)) {
        double clamped = Math.clamp((double) value, -448, 448);
        double error = Math.abs(Elements.fromE4M3(Elements.toE4M3(value)) - clamped);
        assertEquals(least(clamped), error, () -> "of " + new BigDecimal(value));
      }
    }
  }

  private static double least(double value) {
    double least = Double.MAX_VALUE;
    for (int code = 0; code < 256; code++) {
      least = isNan(code) ? least : Math.min(least, Math.abs(defined(code) - value));
    }
    return least;
  }

  @Test
  void roundsIntegersToNearestTiesToEven() {
    for (int integer = -128; integer <= 127; integer++) {
      assertEquals((byte) integer, Elements.toI8(integer));
      assertEquals((byte) integer, Elements.toI8(integer + 0.49f));
      assertEquals((byte) integer, Elements.toI8(integer - 0.49f));
    }
    for (int even = -126; even <= 126; even += 2) {
      assertEquals((byte) even, Elements.toI8(even + 0.5f));
      assertEquals((byte) even, Elements.toI8(even - 0.5f));
    }
  }

  @Test
  void storesWhatConversionMakes() {
    assertEquals(0.34375f, Elements.stored(1 / 3f, DType.E4M3));
    assertEquals(3, Elements.stored(3.4f, DType.I8));
  }

  @Test
  void refusesNanAsAnInteger() {
    Refusal.argument(() -> Elements.toI8(Float.NaN), "NaN", "I8");
    Refusal.argument(() -> Elements.stored(Float.NaN, DType.I8), "NaN");
  }

  @Test
  void onlyQuantizedTypesHaveALargestNumberToScaleTo() {
    assertEquals(448, Elements.largest(DType.E4M3));
    assertEquals(127, Elements.largest(DType.I8));
    Refusal.argument(() -> Elements.largest(DType.F16), "F16", "E4M3 or I8");
  }
}
