package dev.pointwise.cpu;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;

/** The numbers of a layer with one channel per group: a factor and a bias for each. Immutable. */
final class ScalarWeights {
  private final float[] factors;
  private final float[] biases;
  private final boolean roundsInput;

  ScalarWeights(ConvSpec spec, ConvWeights weights) {
    factors = weights.weight();
    for (int c = 0; c < factors.length; c++) {
      factors[c] = Elements.multiplied(factors[c], spec.precision());
    }
    float[] given = weights.bias();
    biases = given == null ? new float[spec.cOut()] : given;
    roundsInput = spec.precision() == Precision.TF32;
  }

  /** True if a layer is of this kind. */
  static boolean fit(ConvSpec spec) {
    return spec.groupIn() == 1 && spec.groupOut() == 1;
  }

  /** Scales some pixels of one channel in place. */
  void scale(float[] x, int count, int channel) {
    round(x, count);
    float factor = factors[channel];
    float bias = biases[channel];
    for (int i = 0; i < count; i++) {
      x[i] = factor * x[i] + bias;
    }
  }

  /** Scales some channels of one pixel, from {@code first} on, in place. */
  void scaleEach(float[] x, int count, int first) {
    round(x, count);
    for (int i = 0; i < count; i++) {
      x[i] = factors[first + i] * x[i] + biases[first + i];
    }
  }

  private void round(float[] x, int count) {
    for (int i = 0; roundsInput && i < count; i++) {
      x[i] = Elements.toTf32(x[i]);
    }
  }
}
