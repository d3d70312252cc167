package dev.pointwise.cuda;

import dev.pointwise.network.NetworkSpec;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;

/** A small network of layers, siblings and concats, on ones; every weight is one. */
final class FaultNetwork {
  private static final ConvSpec RELU = ConvSpec.of(4, 4).activation(Activation.RELU);

  private FaultNetwork() {}

  private static ConvWeights ones(ConvSpec spec) {
    float[] w = new float[(int) spec.weightElements()];
    Arrays.fill(w, 1);
    return ConvWeights.of(w);
  }

  static NetworkSpec spec() {
    ConvSpec last = ConvSpec.of(8, 3);
    return NetworkSpec.builder()
        .input("x", 4, Precision.F32, Layout.NCHW)
        .conv("a", RELU, ones(RELU), "x")
        .siblings(List.of("b", "c"), List.of(RELU, RELU), List.of(ones(RELU), ones(RELU)), "a")
        .conv("e", RELU, ones(RELU), "b", "a")
        .concat("cat", "e", "c")
        .conv("d", last, ones(last), "cat")
        .output("d")
        .build();
  }

  static HostTensor input() {
    return HostTensor.allocate(RELU.input(2, 3, 3)).fill(1);
  }

  /** a is 4; b and c are 16; e is 64 and the residual 4; d sums four of e and four of c. */
  static float[] expected() {
    float[] expected = new float[2 * 3 * 9];
    Arrays.fill(expected, 4 * (64 + 4) + 4 * 16);
    return expected;
  }
}
