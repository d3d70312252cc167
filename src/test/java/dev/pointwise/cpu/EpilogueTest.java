package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every activation over floats of all magnitudes and both signs, specials among them. */
class EpilogueTest {
  private static final int SIDE = 256;

  /** Every 65521st pattern of bits, and the neighbourhood where functions bend. */
  private static float[] samples() {
    float[] samples = new float[2 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      float any = Float.intBitsToFloat(i * 65521);
      samples[2 * i] = any;
      samples[2 * i + 1] = (i - SIDE * SIDE / 2) * (110f / (SIDE * SIDE / 2));
    }
    System.arraycopy(
        new float[] {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY},
        0,
        samples,
        0,
        5);
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]) > 1e37f && !Float.isInfinite(samples[i])) {
        samples[i] = i; // a multiple would overflow, which the bound does not cover
      }
    }
    return samples;
  }

  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  void staysWithinTheBound(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    float[] samples = samples();
    try (Backend cpu = CpuBackend.open(1)) {
      for (Layout layout : Layout.values()) {
        // One channel times 1, and two channels of which each sees one times 1.
        check(cpu, ConvSpec.of(1, 1).activation(activation).layout(layout), samples, 1);
        check(cpu, ConvSpec.of(1, 2).activation(activation).layout(layout), samples, 1, 1);
      }
    }
  }

  private static void check(Backend cpu, ConvSpec spec, float[] samples, float... weight) {
    ConvWeights weights = ConvWeights.of(weight);
    if (spec.activation().kind() == Activation.Kind.PRELU) {
      weights = weights.slope(spec.cOut() == 1 ? new float[] {0.25f} : new float[] {0.25f, -3});
    }
    HostTensor x = HostTensor.of(spec.input(2, SIDE, SIDE), samples);
    try (ConvLayer layer = cpu.prepare(spec, weights);
        Tensor input = cpu.upload(x);
        Tensor y = layer.run(input)) {
      Comparison comparison =
          Comparison.bounded(Oracle.compute(spec, weights, x, null), y.download());
      assertTrue(comparison.passed(), comparison::toString);
    }
  }
}
