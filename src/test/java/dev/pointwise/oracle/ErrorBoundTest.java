package dev.pointwise.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.tensor.QuantizedWeights;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.gamma.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bound is as wide as binary32 needs, and no wider than what it is to catch. */
class ErrorBoundTest {
  private static final double TINY = 1e-12;

  /** A sum of 14 products of 1 and 2, and a bias of −20: S is 48 and the result 8. */
  private static double bound(Precision precision, Activation activation) {
    ConvSpec spec = ConvSpec.of(14, 1).precision(precision).activation(activation);
    HostTensor x = HostTensor.allocate(spec.input(1, 1, 1)).fill(2);
    float[] ones = new float[14];
    Arrays.fill(ones, 1);
    ConvWeights plain = ConvWeights.of(ones).bias(-20);
    ConvWeights weights = precision.quantized() ? plain.inputScale(1).weightScale(1) : plain;
    return ErrorBound.of(Oracle.compute(spec, weights, x, null), 0);
  }

  @Test
  void followsTheFormulas() {
    double s = 48;
    double u = Math.pow(2, -24);
    Activation none = Activation.NONE;
    assertEquals(16 * u * s, bound(Precision.F32, none), TINY * u);
    assertEquals(s / 512 + 32 * u * s, bound(Precision.TF32, none), TINY);
    assertEquals(8.0 / 2048 + 16 * u * s + u / 2, bound(Precision.F16, none), TINY);
    assertEquals(8.0 / 256 + 16 * u * s, bound(Precision.BF16, none), TINY);
    assertEquals(8.0 / 2048 + s / 1024 + 18 * u * s + u / 2, bound(Precision.F8, none), TINY);
    assertEquals(8.0 / 2048 + 5 * u * s + u / 2, bound(Precision.I8, none), TINY);
  }

  @Test
  void growsAsTheRootOfLongSums() {
    ConvSpec spec = ConvSpec.of(98, 1);
    HostTensor x = HostTensor.allocate(spec.input(1, 1, 1)).fill(1);
    Reference reference = Oracle.compute(spec, ConvWeights.of(new float[98]), x, null);
    assertEquals(Float.MIN_NORMAL, ErrorBound.of(reference, 0));
    float[] ones = new float[98];
    Arrays.fill(ones, 1);
    reference = Oracle.compute(spec, ConvWeights.of(ones), x, null);
    assertEquals(4 * 10 * Math.pow(2, -24) * 98, ErrorBound.of(reference, 0), TINY);
  }

  @Test
  void scalesWithTheActivation() {
    double plain = bound(Precision.F32, Activation.NONE);
    assertEquals(plain, bound(Precision.F32, Activation.RELU), TINY * plain);
    assertEquals(3 * plain, bound(Precision.F32, Activation.elu(-3)), 8e-6);
    assertTrue(bound(Precision.F32, Activation.SIGMOID) < plain);
  }

  @Test
  void anInfiniteSumLeavesNoRoom() {
    ConvSpec spec = ConvSpec.of(1, 1).activation(Activation.GELU);
    HostTensor x = HostTensor.of(spec.input(1, 1, 1), Float.NEGATIVE_INFINITY);
    Reference reference = Oracle.compute(spec, ConvWeights.of(1), x, null);
    assertTrue(Comparison.bounded(reference, HostTensor.of(reference.output(), 0)).passed());
    HostTensor wrong = HostTensor.of(reference.output(), -1e-3f);
    assertFalse(Comparison.bounded(reference, wrong).passed());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aPlainSumInBinary32Passes(Precision precision) {
    for (int k : new int[] {1, 8, 100, 3000}) {
      ConvSpec spec = ConvSpec.of(k, 16).precision(precision);
      Operands operands = Operands.uniform(spec, spec.input(1, 6, 6), true, true, k);
      Reference reference =
          Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
      Comparison comparison = Comparison.bounded(reference, plain(spec, operands));
      assertTrue(comparison.passed(), comparison::toString);
      if (precision == Precision.TF32) {
        ConvSpec full = spec.precision(Precision.F32);
        Reference strict =
            Oracle.compute(full, operands.weights(), operands.x(), operands.residual());
        assertFalse(Comparison.bounded(strict, plain(spec, operands)).passed());
      }
    }
  }

  /**
   * The layer, one addition after the other, in binary32 or, of integers, in 32 bits; multiplicands
   * rounded to the precision.
   */
  private static HostTensor plain(ConvSpec spec, Operands operands) {
    HostTensor y = HostTensor.allocate(spec.output(operands.x().spec()));
    HostTensor residual = Objects.requireNonNull(operands.residual());
    float[] bias =
        Objects.requireNonNull(operands.weights().roundBias(spec.precision().output()).bias());
    float[] weight = operands.weights().weight();
    float[] scales = new float[spec.cOut()];
    Arrays.fill(scales, 1);
    if (spec.precision().quantized()) {
      QuantizedWeights quantized = QuantizedWeights.of(spec, operands.weights());
      scales = quantized.scales();
      for (int i = 0; i < weight.length; i++) {
        weight[i] = quantized.value(i);
      }
    }
    for (int p = 0; p < 36; p++) {
      for (int o = 0; o < spec.cOut(); o++) {
        float sum = 0;
        int integers = 0;
        for (int c = 0; c < spec.cIn(); c++) {
          float x = operands.x().get(0, c, p / 6, p % 6);
          float product =
              Elements.multiplied(x, spec.precision())
                  * Elements.multiplied(weight[o * spec.cIn() + c], spec.precision());
          sum += product;
          integers += (int) product;
        }
        sum = scales[o] * (spec.precision() == Precision.I8 ? integers : sum);
        y.set(0, o, p / 6, p % 6, sum + bias[o] + residual.get(0, o, p / 6, p % 6));
      }
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void anActivationInBinary32Passes(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    for (float x = -30; x < 30; x += 0.0071f) {
      double exact = ActivationMath.apply(activation, 0.3f, x);
      double allowed = ErrorBound.ofActivation(kind, Math.abs(x), Math.abs(exact));
      assertEquals(exact, single(activation, x), allowed + Float.MIN_NORMAL, kind + " of " + x);
    }
  }

  /** The activation as a careful program in binary32 would compute it. */
  private static float single(Activation activation, float x) {
    float alpha = activation.alpha();
    return switch (activation.kind()) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case RELU6 -> Math.min(Math.max(0, x), 6);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case PRELU -> x >= 0 ? x : 0.3f * x;
      case ELU -> x >= 0 ? x : alpha * (float) Math.expm1(x);
      case SIGMOID -> sigmoid(x);
      case TANH -> (float) Math.tanh(x);
      case SILU -> x * sigmoid(x);
      case GELU -> {
        float erf = (float) Erf.value(x * (float) Math.sqrt(0.5));
        yield 0.5f * x * (1 + erf);
      }
      case GELU_TANH -> {
        float inner = (float) Math.sqrt(2 / Math.PI) * (x + 0.044715f * x * x * x);
        yield 0.5f * x * (1 + (float) Math.tanh(inner));
      }
      case HARD_SIGMOID -> Math.min(Math.max(0, 0.2f * x + 0.5f), 1);
      case HARD_SWISH -> x * Math.min(Math.max(0, x / 6 + 0.5f), 1);
      case SOFTPLUS -> softplus(x);
      case MISH -> x * (float) Math.tanh(softplus(x));
      case CLIP -> Math.min(Math.max(alpha, x), activation.beta());
    };
  }

  private static float sigmoid(float x) {
    return 1 / (1 + (float) Math.exp(-x));
  }

  private static float softplus(float x) {
    return Math.max(x, 0) + (float) Math.log1p((float) Math.exp(-Math.abs(x)));
  }
}
