package dev.pointwise.backend;

import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What siblings are run on: one input, and the weights of each. */
record SiblingOperands(List<ConvWeights> weights, HostTensor x) {
  /**
   * Operands of one layer with all output channels, cut apart.
   *
   * @param biases which siblings have a bias: of their numbers' bits those that are set
   */
  static SiblingOperands of(Gate gate, List<ConvSpec> specs, TensorSpec x, int biases, long seed) {
    ConvSpec first = specs.getFirst();
    ConvSpec all =
        new ConvSpec(
            first.cIn(),
            specs.stream().mapToInt(ConvSpec::cOut).sum(),
            1,
            first.stride(),
            Activation.PRELU,
            first.precision(),
            first.inputLayout(),
            first.outputLayout());
    Operands operands = gate.operands(all, x, true, false, seed);
    List<ConvWeights> parts = new ArrayList<>();
    int row = 0;
    for (ConvSpec spec : specs) {
      boolean biased = (biases >> parts.size() & 1) == 1;
      parts.add(part(operands.weights(), spec, row, biased));
      row += spec.cOut();
    }
    return new SiblingOperands(parts, operands.x());
  }

  private static ConvWeights part(ConvWeights all, ConvSpec spec, int row, boolean biased) {
    int end = row + spec.cOut();
    ConvWeights part =
        ConvWeights.of(Arrays.copyOfRange(all.weight(), row * spec.cIn(), end * spec.cIn()));
    if (biased) {
      part = part.bias(Arrays.copyOfRange(Objects.requireNonNull(all.bias()), row, end));
    }
    return spec.activation().kind() == Activation.Kind.PRELU
        ? part.slope(Arrays.copyOfRange(Objects.requireNonNull(all.slope()), row, end))
        : part;
  }
}
