package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Siblings;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConvWeightsTest {
  private static final ConvSpec SPEC = ConvSpec.of(2, 3);
  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4, 5, 6);

  @Test
  void copiesWhatGoesInAndOut() {
    float[] values = {1, 2, 3, 4, 5, 6};
    ConvWeights weights = ConvWeights.of(values).bias(values).slope(values);
    values[0] = 9;
    weights.weight()[1] = 9;
    Objects.requireNonNull(weights.bias())[1] = 9;
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, weights.weight());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, weights.bias());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, weights.slope());
    assertNull(WEIGHTS.bias());
    assertNull(WEIGHTS.slope());
  }

  @Test
  void acceptsWhatFits() {
    assertDoesNotThrow(() -> WEIGHTS.check(SPEC));
    assertDoesNotThrow(() -> WEIGHTS.bias(1, 2, 3).check(SPEC));
    ConvSpec prelu = SPEC.activation(Activation.PRELU);
    assertDoesNotThrow(() -> WEIGHTS.slope(1, 2, 3).check(prelu));
    assertDoesNotThrow(() -> ConvWeights.of(1, 2, 3, 4).check(ConvSpec.of(4, 2).groups(2)));
  }

  @Test
  void refusesWhatDoesNot() {
    Refusal.argument(() -> ConvWeights.of().check(SPEC), "W has 0", "3·2 = 6");
    Refusal.argument(() -> WEIGHTS.check(ConvSpec.of(4, 3)), "W has 6", "3·4 = 12");
    Refusal.argument(() -> WEIGHTS.bias(1, 2).check(SPEC), "bias length is 2", "C_out = 3");
    Refusal.argument(() -> WEIGHTS.bias(new float[0]).check(SPEC), "bias length is 0");
    Refusal.argument(() -> WEIGHTS.slope(1, 2, 3).check(SPEC), "slope is given");
    ConvSpec prelu = SPEC.activation(Activation.PRELU);
    Refusal.argument(() -> WEIGHTS.check(prelu), "slope is missing");
    Refusal.argument(() -> WEIGHTS.slope(1).check(prelu), "slope length is 1");
    Refusal.argument(() -> WEIGHTS.check(ConvSpec.of(1 << 20, 1 << 20)), "1099511627776");
  }

  @Test
  void foldsABatchNormalization() {
    BatchNorm norm =
        new BatchNorm(
            new float[] {2, 3, 1},
            new float[] {10, 20, 30},
            new float[] {1, 0, -1},
            new float[] {3, 0, 8},
            1);
    ConvWeights folded = WEIGHTS.bias(5, 0, 1).slope(1, 2, 3).fold(norm);
    assertArrayEquals(new float[] {1, 2, 9, 12, 5 / 3f, 2}, folded.weight());
    assertArrayEquals(new float[] {14, 20, 30 + 2 / 3f}, folded.bias());
    assertArrayEquals(new float[] {1, 2, 3}, folded.slope());
    assertArrayEquals(new float[] {9, 20, 30 + 1 / 3f}, WEIGHTS.fold(norm).bias());
  }

  @Test
  void roundsTheBiasAlone() {
    ConvWeights weights = ConvWeights.of(2049, 2049).bias(2049, 0.5f);
    ConvWeights rounded = weights.roundBias(DType.F16);
    assertArrayEquals(new float[] {2048, 0.5f}, rounded.bias());
    assertArrayEquals(new float[] {2049, 2049}, rounded.weight());
    assertArrayEquals(new float[] {2049, 0.5f}, weights.roundBias(DType.F32).bias());
    assertNull(ConvWeights.of(1).roundBias(DType.F16).bias());
  }

  @Test
  void refusesANormalizationOfOtherChannels() {
    float[] four = {1, 1, 1, 1};
    BatchNorm norm = new BatchNorm(four, four, four, four, 0);
    Refusal.argument(() -> WEIGHTS.fold(norm), "4 channels", "6 elements");
    Refusal.argument(() -> ConvWeights.of(1, 2, 3, 4).bias(1, 2).fold(norm), "bias length is 2");
    BatchNorm none = new BatchNorm(new float[0], new float[0], new float[0], new float[0], 0);
    Refusal.argument(() -> WEIGHTS.fold(none), "0 channels");
  }

  @Test
  void refusesANormalizationThatDividesByNothing() {
    float[] one = {1};
    assertEquals(1, new BatchNorm(one, one, one, new float[] {0}, 1e-5f).scale().length);
    refusesVariance(0, 0);
    refusesVariance(-1, 2);
    refusesVariance(1, -0.5f);
    refusesVariance(Float.NaN, 1);
    refusesVariance(1, Float.NaN);
    float[] two = {1, 2};
    Refusal.argument(() -> new BatchNorm(one, two, one, one, 0), "shift length is 2");
    Refusal.argument(() -> new BatchNorm(one, one, two, one, 0), "mean length is 2");
    Refusal.argument(() -> new BatchNorm(one, one, one, two, 0), "variance length is 2");
  }

  private static void refusesVariance(float variance, float epsilon) {
    float[] one = {1};
    Refusal.argument(
        () -> new BatchNorm(one, one, one, new float[] {variance}, epsilon),
        "variance[0] + epsilon is " + variance + " + " + epsilon);
  }

  @Test
  void stacksTheWeightsOfSiblings() {
    ConvSpec plain = ConvSpec.of(2, 1);
    ConvSpec prelu = ConvSpec.of(2, 2).activation(Activation.PRELU);
    ConvWeights stacked =
        ConvWeights.stack(
            new Siblings(List.of(plain, prelu, plain)),
            List.of(
                ConvWeights.of(1, 2),
                ConvWeights.of(3, 4, 5, 6).slope(0.5f, 0.25f),
                ConvWeights.of(7, 8).bias(9)));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, stacked.weight());
    assertArrayEquals(new float[] {0, 0, 0, 9}, stacked.bias());
    assertArrayEquals(new float[] {1, 0.5f, 0.25f, 1}, stacked.slope());
    ConvWeights bare =
        ConvWeights.stack(
            new Siblings(List.of(plain, plain)),
            List.of(ConvWeights.of(1, 2), ConvWeights.of(3, 4)));
    assertNull(bare.bias());
    assertNull(bare.slope());
  }
}
