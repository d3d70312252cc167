package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementsTest {
  /** A narrow format, described by what its numbers look like. */
  enum Narrow {
    F16(11, -24, 15),
    BF16(8, -133, 127),
    TF32(11, -136, 127);

    private final int digits;
    private final int smallest;
    private final int largest;

    /** Significant bits; the exponents of the smallest subnormal and of the largest number. */
    Narrow(int digits, int smallest, int largest) {
      this.digits = digits;
      this.smallest = smallest;
      this.largest = largest;
    }

    float of(float value) {
      return switch (this) {
        case F16 -> Elements.stored(value, DType.F16);
        case BF16 -> Elements.stored(value, DType.BF16);
        case TF32 -> Elements.toTf32(value);
      };
    }

    /** Rounds by scaling to an integer: exact in binary64. */
    float byDefinition(float value) {
      int exponent = Math.max(Math.getExponent((double) value) - digits + 1, smallest);
      double rounded = Math.scalb(Math.rint(Math.scalb((double) value, -exponent)), exponent);
      boolean beyond = Math.abs(rounded) >= Math.scalb(2.0, largest);
      return beyond ? Math.copySign(Float.POSITIVE_INFINITY, value) : (float) rounded;
    }
  }

  @ParameterizedTest
  @EnumSource(Narrow.class)
  void roundsToNearestTiesToEven(Narrow narrow) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      // Every other one a tie, or next to one.
      int drop = 24 - narrow.digits;
      int bits = Float.floatToRawIntBits(value) >> drop << drop | 1 << (drop - 1);
      float near = Float.intBitsToFloat(bits + random.nextInt(-1, 2));
      check(narrow, i % 2 == 0 ? value : near);
    }
  }

  private static void check(Narrow narrow, float value) {
    if (Float.isFinite(value)) {
      float expected = narrow.byDefinition(value);
      int actual = Float.floatToRawIntBits(narrow.of(value));
      assertEquals(
          Float.floatToRawIntBits(expected), actual, () -> narrow + " of " + new BigDecimal(value));
    }
  }

  @ParameterizedTest
  @EnumSource(Narrow.class)
  void keepsZerosInfinitiesAndNan(Narrow narrow) {
    for (float value : new float[] {0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertEquals(Float.floatToRawIntBits(value), Float.floatToRawIntBits(narrow.of(value)));
    }
    for (int nan : new int[] {0x7f800001, 0x7fc00000, 0x7fffffff, 0xff800001, 0xffffffff}) {
      assertTrue(Float.isNaN(narrow.of(Float.intBitsToFloat(nan))), Integer.toHexString(nan));
    }
  }

  @ParameterizedTest
  @EnumSource(Narrow.class)
  void overflowsToInfinity(Narrow narrow) {
    double ulp = Math.scalb(1.0, narrow.largest - narrow.digits + 1);
    double most = Math.scalb(2.0, narrow.largest) - ulp;
    assertEquals((float) most, narrow.of((float) most));
    assertEquals((float) most, narrow.of(Math.nextDown((float) (most + ulp / 2))));
    assertEquals(Float.POSITIVE_INFINITY, narrow.of((float) (most + ulp / 2)));
    assertEquals(Float.NEGATIVE_INFINITY, narrow.of(-Float.MAX_VALUE));
  }

  @Test
  void everyBfloat16IsItself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Elements.fromBFloat16((short) bits);
      assertEquals(bits << 16, Float.floatToRawIntBits(value));
      if (Float.isNaN(value)) {
        assertTrue(Float.isNaN(Elements.fromBFloat16(Elements.toBFloat16(value))));
      } else {
        assertEquals((short) bits, Elements.toBFloat16(value));
      }
    }
  }

  @Test
  void everyHalfIsItself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Float.float16ToFloat((short) bits);
      assertEquals(
          Float.floatToIntBits(value), Float.floatToIntBits(Elements.stored(value, DType.F16)));
    }
  }

  @Test
  void multipliesInTheTypeOfThePrecision() {
    float third = 1 / 3f;
    assertEquals(third, Elements.multiplied(third, Precision.F32));
    assertEquals(0x1.554p-2f, Elements.multiplied(third, Precision.TF32));
    assertEquals(0x1.554p-2f, Elements.multiplied(third, Precision.F16));
    assertEquals(0x1.56p-2f, Elements.multiplied(third, Precision.BF16));
    assertEquals(0x1.554p-101f, Elements.multiplied(0x1.555556p-101f, Precision.TF32));
    assertEquals(0f, Elements.multiplied(0x1.555556p-101f, Precision.F16));
  }
}
