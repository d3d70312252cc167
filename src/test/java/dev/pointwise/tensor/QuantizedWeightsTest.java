package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import org.junit.jupiter.api.Test;

class QuantizedWeightsTest {
  private static final ConvSpec F8 = ConvSpec.of(2, 3).precision(Precision.F8);
  private static final ConvSpec I8 = ConvSpec.of(2, 3).precision(Precision.I8);
  private static final ConvWeights W = ConvWeights.of(1, -2, 0, 0, 0.1f, 0.05f).inputScale(0.5f);

  private static float[] values(QuantizedWeights weights) {
    float[] values = new float[weights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.value(i);
    }
    return values;
  }

  @Test
  void takesAllToTheLargestNumberOfF8() {
    QuantizedWeights floats = QuantizedWeights.of(F8, W);
    assertArrayEquals(new float[] {224, -448, 0, 0, 22, 11}, values(floats));
    assertArrayEquals(new float[] {1 / 448f, 1 / 448f, 1 / 448f}, floats.scales());
    ConvWeights zeros = ConvWeights.of(new float[6]).inputScale(0.5f);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, QuantizedWeights.of(F8, zeros).scales());
  }

  @Test
  void takesEachRowToItsOwnLargestIntegerOfI8() {
    QuantizedWeights integers = QuantizedWeights.of(I8, W);
    assertArrayEquals(new byte[] {64, -127, 0, 0, 127, 64}, integers.codes());
    assertArrayEquals(new float[] {1 / 127f, 0.5f, 0.5f * (0.1f / 127)}, integers.scales(), 1e-9f);
  }

  @Test
  void keepsScalesThatAreGivenAndCutsOffWhatTheyDoNotHold() {
    ConvWeights given = ConvWeights.of(300, -2, 7, 0.4f, 0.6f, -1).weightScale(2, 1, 0.25f);
    assertArrayEquals(
        new byte[] {127, -1, 7, 0, 2, -4}, QuantizedWeights.of(I8, given.inputScale(1)).codes());
    assertArrayEquals(
        new float[] {4, 2, 0.5f}, QuantizedWeights.of(I8, given.inputScale(2)).scales());
  }

  @Test
  void refusesWhatIsNotFinite() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      ConvWeights weights = ConvWeights.of(0, 0, 0, wrong, 0, 0).inputScale(1);
      Refusal.argument(() -> QuantizedWeights.of(F8, weights), "W[1, 1] is " + wrong);
      Refusal.argument(
          () -> QuantizedWeights.of(I8, weights.weightScale(1, 1, 1)), "W[1, 1] is " + wrong);
    }
  }

  @Test
  void refusesScalesWhoseProductLeavesTheRange() {
    ConvWeights weights = ConvWeights.of(new float[6]).weightScale(1, 1e-30f, 1e30f);
    Refusal.argument(
        () -> QuantizedWeights.of(F8, weights.inputScale(1e-10f)), "weight scale[1]", "1.0E-10");
    Refusal.argument(
        () -> QuantizedWeights.of(F8, weights.inputScale(1e10f)), "weight scale[2]", "Infinity");
  }

  @Test
  void refusesScalesThatAreNoneAtTheEdge() {
    for (float wrong :
        new float[] {0, -0f, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Refusal.argument(() -> W.inputScale(wrong), "input scale is " + wrong);
      Refusal.argument(() -> W.weightScale(1, wrong, 1), "weight scale[1] is " + wrong);
    }
  }

  @Test
  void refusesLayersThatAreNotQuantized() {
    Refusal.argument(() -> QuantizedWeights.of(ConvSpec.of(2, 3), W), "F32", "f8 or i8");
  }

  @Test
  void refusesSumsThatMayLeave32Bits() {
    int most = 132_104;
    for (int k : new int[] {most, most + 1}) {
      ConvSpec spec = ConvSpec.of(k, 1).precision(Precision.I8);
      ConvWeights weights = ConvWeights.of(new float[k]).inputScale(1);
      if (k == most) {
        assertEquals(most, QuantizedWeights.of(spec, weights).size());
      } else {
        Refusal.argument(() -> QuantizedWeights.of(spec, weights), "132105", "at most 132104");
      }
      assertEquals(k, QuantizedWeights.of(spec.precision(Precision.F8), weights).size());
    }
  }

  @Test
  void foldsBatchNormBeforeScalesOnly() {
    BatchNorm norm =
        new BatchNorm(new float[] {2, 2, 2}, new float[3], new float[3], new float[] {1, 1, 1}, 0);
    assertEquals(0.5f, W.fold(norm).inputScale());
    Refusal.argument(() -> W.weightScale(1, 1, 1).fold(norm), "weight scales are given");
  }
}
