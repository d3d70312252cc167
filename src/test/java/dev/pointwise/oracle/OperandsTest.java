package dev.pointwise.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operands keep the promises that their checks rest on. */
class OperandsTest {
  static Stream<ConvSpec> layers() {
    return Stream.of(Precision.values())
        .flatMap(
            precision ->
                IntStream.of(1, 7, 64, 300, 2048, 5000)
                    .mapToObj(k -> ConvSpec.of(k, 20).precision(precision)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void everyPartialSumOfIntegersIsExact(ConvSpec spec) {
    Operands operands = Operands.integers(spec, spec.input(1, 3, 3), true, true, 11);
    Reference reference =
        Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
    int limit = limit(spec.precision().output());
    for (int i = 0; i < reference.size(); i++) {
      assertTrue(reference.magnitude(i) <= limit, "magnitude " + reference.magnitude(i));
      assertEquals(Math.rint(reference.value(i)), reference.value(i));
    }
    for (float w : operands.weights().weight()) {
      assertEquals(w, spec.precision().quantized() ? w : Elements.multiplied(w, spec.precision()));
      assertEquals(w, Elements.toTf32(w));
    }
  }

  private static int limit(DType dtype) {
    return switch (dtype) {
      case F32 -> 1 << 24;
      case F16 -> 1 << 11;
      case BF16 -> 1 << 8;
      case E4M3, I8 -> throw new AssertionError("an output of " + dtype);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void everyChannelOfIntegersTakesPart(ConvSpec spec) {
    for (ConvSpec layer : new ConvSpec[] {spec, ConvSpec.of(spec.cIn(), 1).stride(2)}) {
      Operands operands = Operands.integers(layer, layer.input(1, 11, 11), false, false, 11);
      float[] w = operands.weights().weight();
      for (int c = 0; c < layer.cIn(); c++) {
        assertTrue(takesPart(layer, w, operands.x(), c), "channel " + c);
      }
    }
  }

  private static boolean takesPart(ConvSpec layer, float[] w, HostTensor x, int channel) {
    int k = layer.cIn();
    boolean weighted = IntStream.range(0, layer.cOut()).anyMatch(o -> w[o * k + channel] != 0);
    int step = layer.stride();
    boolean present =
        IntStream.range(0, 121)
            .filter(p -> p / 11 % step == 0 && p % 11 % step == 0)
            .anyMatch(p -> x.get(0, channel, p / 11, p % 11) != 0);
    return weighted && present;
  }

  @Test
  void tf32SpoilsEverySumOfTheCanary() {
    for (int k : new int[] {1, 2, 64, 301, 6000}) {
      ConvSpec spec = ConvSpec.of(k, 16);
      Operands operands = Operands.tf32Canary(spec, spec.input(1, 3, 3), true, true, 5);
      HostTensor rounded = operands.x().copy(DType.F32, operands.x().spec().layout());
      for (int i = 0; i < rounded.spec().storageElements(); i++) {
        rounded.setAt(i, Elements.toTf32(rounded.getAt(i)));
      }
      Reference right = Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
      Reference spoiled = Oracle.compute(spec, operands.weights(), rounded, operands.residual());
      Comparison comparison = Comparison.exact(right, spoiled.toHost(DType.F32));
      assertEquals(right.size(), comparison.mismatches(), "K = " + k);
      for (int i = 0; i < right.size(); i++) {
        assertTrue(right.magnitude(i) < 1 << 24, "K = " + k);
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    ConvSpec spec = ConvSpec.of(9, 5).activation(Activation.PRELU);
    for (Gate gate : Gate.values()) {
      Operands first = gate.operands(spec, spec.input(2, 3, 3), true, true, 1);
      Operands second = gate.operands(spec, spec.input(2, 3, 3), true, true, 1);
      Operands other = gate.operands(spec, spec.input(2, 3, 3), true, true, 2);
      assertArrayEquals(first.weights().weight(), second.weights().weight());
      assertArrayEquals(first.weights().slope(), second.weights().slope());
      assertEquals(-1, first.x().data().mismatch(second.x().data()));
      assertFalse(first.x().data().mismatch(other.x().data()) == -1);
    }
  }

  @Test
  void makesWhatWasAskedFor() {
    ConvSpec spec = ConvSpec.of(9, 5);
    Operands bare = Operands.uniform(spec, spec.input(2, 3, 3), false, false, 1);
    assertNull(bare.weights().bias());
    assertNull(bare.weights().slope());
    assertNull(bare.residual());
    Operands full =
        Operands.uniform(spec.activation(Activation.PRELU), spec.input(2, 3, 3), true, true, 1);
    assertNotNull(full.weights().bias());
    assertNotNull(full.weights().slope());
    assertNotNull(full.residual());
  }

  @Test
  void putsNanRoundASlice() {
    ConvSpec spec = ConvSpec.of(2, 3);
    TensorSpec wide = ConvSpec.of(4, 3).input(1, 1, 1);
    HostTensor x = Operands.integers(spec, wide.slice(1, 2), false, false, 1).x();
    assertTrue(Float.isNaN(x.getAt(0)) && Float.isNaN(x.getAt(3)));
    assertTrue(Float.isFinite(x.getAt(1)) && Float.isFinite(x.getAt(2)));
  }

  @Test
  void saysWhichActivationsAreExact() {
    for (String exact :
        new String[] {
          "none", "relu", "relu6", "clip:-2:3", "prelu", "leaky_relu:0.25", "leaky_relu:-0.5"
        }) {
      assertTrue(Operands.isExact(Activation.parse(exact)), exact);
    }
    for (String rounded :
        new String[] {"leaky_relu", "leaky_relu:0.75", "silu", "hard_swish", "elu", "tanh"}) {
      assertFalse(Operands.isExact(Activation.parse(rounded)), rounded);
    }
  }

  @Test
  void aGateRefusesALayerItSaysNothingAbout() {
    ConvSpec spec = ConvSpec.of(2, 3).activation(Activation.SILU).precision(Precision.TF32);
    assertFalse(Gate.EXACT.applies(spec));
    assertFalse(Gate.CANARY.applies(spec));
    assertTrue(Gate.RANDOM.applies(spec));
    Refusal.argument(
        () -> Gate.EXACT.operands(spec, spec.input(1, 1, 1), false, false, 1), "silu", "EXACT");
  }
}
