package dev.pointwise.bench;

import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What siblings run on: the operands of one layer with all their output channels, so that what
 * holds of its sums holds of theirs, and each sibling's rows of W.
 *
 * @param specs the siblings
 * @param weights of each
 * @param x what all of them read
 */
record SiblingOperands(List<ConvSpec> specs, List<ConvWeights> weights, HostTensor x) {
  /** Makes the operands of a layer. */
  interface Maker {
    Operands make(ConvSpec spec, TensorSpec x, boolean bias);
  }

  /**
   * Operands from {@code maker}.
   *
   * @param specs the siblings, which may have other activations than the case's
   */
  static SiblingOperands of(SiblingCase siblings, List<ConvSpec> specs, Maker maker) {
    ConvSpec stacked = new Siblings(specs).stacked().activation(Activation.NONE);
    Operands all = maker.make(stacked, siblings.input(), true);
    float[] weight = all.weights().weight();
    float[] bias = all.weights().bias();
    List<ConvWeights> parts = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < specs.size(); i++) {
      ConvSpec spec = specs.get(i);
      int end = row + spec.cOut();
      ConvWeights part =
          ConvWeights.of(Arrays.copyOfRange(weight, row * spec.cIn(), end * spec.cIn()));
      if (siblings.shapes().get(i).bias() && bias != null) {
        part = part.bias(Arrays.copyOfRange(bias, row, end));
      }
      parts.add(sloped(part, spec, maker));
      row = end;
    }
    return new SiblingOperands(List.copyOf(specs), parts, all.x());
  }

  private static ConvWeights sloped(ConvWeights part, ConvSpec spec, Maker maker) {
    if (spec.activation().kind() != Activation.Kind.PRELU) {
      return part;
    }
    float[] slope = maker.make(spec, spec.input(1, 1, 1), false).weights().slope();
    return part.slope(Objects.requireNonNull(slope));
  }

  /** A tensor in which all outputs lie side by side. */
  TensorSpec output() {
    return new Siblings(specs).stacked().output(x.spec());
  }

  /** The outputs within a tensor of {@link #output}. */
  List<Tensor> slices(Tensor whole) {
    List<Tensor> slices = new ArrayList<>();
    int from = 0;
    for (ConvSpec spec : specs) {
      slices.add(whole.slice(from, spec.cOut()));
      from += spec.cOut();
    }
    return List.copyOf(slices);
  }
}
