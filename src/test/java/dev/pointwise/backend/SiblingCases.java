package dev.pointwise.backend;

import dev.pointwise.oracle.Gate;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The siblings that every backend is put through. */
final class SiblingCases {
  /** The channels of the input and of the outputs, stride and extents. */
  private record Extents(int cIn, List<Integer> channels, int stride, int n, int h, int w) {
    List<ConvSpec> specs(ConvSpec like, List<Activation> activations) {
      List<ConvSpec> specs = new ArrayList<>();
      for (int cOut : channels) {
        specs.add(
            new ConvSpec(
                cIn,
                cOut,
                1,
                stride,
                activations.get(specs.size() % activations.size()),
                like.precision(),
                like.inputLayout(),
                like.outputLayout()));
      }
      return specs;
    }
  }

  private static final List<Extents> EXTENTS =
      List.of(
          new Extents(16, List.of(8, 16, 8), 1, 2, 4, 4),
          new Extents(5, List.of(3, 1, 5, 2), 1, 3, 7, 7),
          new Extents(6, List.of(4, 3), 1, 3, 1, 1),
          new Extents(4, List.of(5), 1, 2, 2, 3),
          new Extents(1, List.of(1, 1), 1, 1, 2, 2),
          new Extents(8, List.of(6, 2, 4), 2, 2, 7, 5),
          new Extents(3, List.of(2, 4), 1, 0, 4, 4),
          new Extents(3, List.of(2, 4), 1, 2, 4, 0));

  private static final List<List<Activation>> ACTIVATIONS =
      List.of(
          List.of(Activation.RELU),
          List.of(Activation.RELU, Activation.NONE, Activation.PRELU),
          List.of(Activation.NONE),
          List.of(Activation.PRELU),
          List.of(Activation.NONE, Activation.clip(-3, 17)));

  private static final int ALL = -1;

  private SiblingCases() {}

  /** All extents in every pair of layouts, every precision and every placement. */
  static Stream<SiblingCase> exact() {
    List<SiblingCase> cases = new ArrayList<>();
    for (Precision precision : LayerCases.unquantized()) {
      for (Layout in : Layout.values()) {
        for (Layout out : Layout.values()) {
          for (Extents extents : EXTENTS) {
            ConvSpec like = ConvSpec.of(1, 1).precision(precision).layout(in).outputLayout(out);
            for (Placement placement : Placement.values()) {
              int turn = cases.size();
              cases.add(
                  of(
                      Gate.EXACT,
                      extents,
                      extents.specs(like, ACTIVATIONS.get(turn % ACTIVATIONS.size())),
                      turn % 4 == 0 ? 0 : turn % 4 == 1 ? 0b101 : ALL,
                      turn % 3 == 0,
                      placement));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** Every mixture of activations with and without biases, together and apart. */
  static Stream<SiblingCase> dressed() {
    List<SiblingCase> cases = new ArrayList<>();
    for (Precision precision : LayerCases.unquantized()) {
      for (List<Activation> activations : ACTIVATIONS) {
        for (int biases : new int[] {0, 0b10, ALL}) {
          for (Placement placement : List.of(Placement.APART, Placement.ADJACENT)) {
            ConvSpec like = ConvSpec.of(1, 1).precision(precision).layout(Layout.NHWC);
            List<ConvSpec> specs = EXTENTS.get(1).specs(like, activations);
            cases.add(of(Gate.EXACT, EXTENTS.get(1), specs, biases, false, placement));
          }
        }
      }
    }
    return cases.stream();
  }

  /** Activations that integers do not go through exactly, within the bounds. */
  static Stream<SiblingCase> random() {
    List<Activation> activations = List.of(Activation.SILU, Activation.GELU, Activation.TANH);
    return LayerCases.unquantized().stream()
        .map(precision -> ConvSpec.of(1, 1).precision(precision))
        .flatMap(like -> Stream.of(like, like.layout(Layout.NHWC)))
        .map(like -> EXTENTS.getFirst().specs(like, activations))
        .map(specs -> of(Gate.RANDOM, EXTENTS.getFirst(), specs, ALL, true, Placement.PAIRED));
  }

  private static SiblingCase of(
      Gate gate,
      Extents extents,
      List<ConvSpec> specs,
      int biases,
      boolean slicedInput,
      Placement placement) {
    return new SiblingCase(
        gate, specs, extents.n, extents.h, extents.w, biases, slicedInput, placement);
  }
}
