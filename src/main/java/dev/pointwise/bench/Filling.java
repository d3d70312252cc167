package dev.pointwise.bench;

import dev.pointwise.oracle.Operands;
import dev.pointwise.results.Fill;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;

/** Operands to measure with. */
final class Filling {
  private Filling() {}

  /** Operands that hold what {@code fill} says; the same seed gives the same ones. */
  static Operands operands(
      Fill fill, ConvSpec spec, TensorSpec x, boolean bias, boolean residual, long seed) {
    return switch (fill) {
      case UNIFORM -> Operands.uniform(spec, x, bias, residual, seed);
      case INTS -> Operands.integers(spec, x, bias, residual, seed);
      case ZEROS -> zeros(spec, x, bias, residual);
    };
  }

  private static Operands zeros(ConvSpec spec, TensorSpec x, boolean bias, boolean residual) {
    ConvWeights weights = ConvWeights.of(new float[Math.toIntExact(spec.weightElements())]);
    float[] vector = new float[spec.cOut()];
    weights = bias ? weights.bias(vector) : weights;
    if (spec.activation().kind() == Activation.Kind.PRELU) {
      weights = weights.slope(vector);
    }
    if (spec.precision().quantized()) {
      float[] ones = new float[spec.cOut()];
      Arrays.fill(ones, 1);
      weights = weights.inputScale(1).weightScale(ones);
    }
    return new Operands(
        weights,
        HostTensor.allocate(x).fill(0),
        residual ? HostTensor.allocate(spec.output(x)).fill(0) : null);
  }
}
