package dev.pointwise.network;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.SplittableRandom;

/** Small integers, so few of them in a sum that every precision holds the results exactly. */
final class Integers {
  /** How many weights of a row are not zero. */
  static final int TERMS = 3;

  /** The greatest weight. */
  static final int WEIGHT = 2;

  private final SplittableRandom random;

  Integers(SplittableRandom random) {
    this.random = random;
  }

  /** Weights of the layer, at most {@link #TERMS} in a row; every second layer has a bias. */
  ConvWeights weights(ConvSpec spec) {
    float[] weight = new float[(int) spec.weightElements()];
    for (int o = 0; o < spec.cOut(); o++) {
      for (int term = 0; term < TERMS; term++) {
        weight[o * spec.groupIn() + random.nextInt(spec.groupIn())] = signed(WEIGHT);
      }
    }
    ConvWeights weights = ConvWeights.of(weight);
    weights = random.nextBoolean() ? weights.bias(vector(spec.cOut())) : weights;
    boolean prelu = spec.activation().kind() == Activation.Kind.PRELU;
    return prelu ? weights.slope(vector(spec.cOut())) : weights;
  }

  private float[] vector(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = signed(WEIGHT);
    }
    return values;
  }

  /** A tensor of integers from −{@code most} to {@code most}. */
  HostTensor tensor(TensorSpec spec, int most) {
    HostTensor tensor = HostTensor.allocate(spec.compact());
    for (int i = 0; i < spec.shape().elements(); i++) {
      tensor.setAt(i, signed(most));
    }
    return tensor;
  }

  private float signed(int most) {
    int value = random.nextInt(1, most + 1);
    return random.nextBoolean() ? value : -value;
  }
}
