package dev.pointwise.backend;

import dev.pointwise.oracle.Gate;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases that every backend is put through. */
final class LayerCases {
  /** A layer's channels, groups and stride, and its input's extents. */
  private record Extents(int cIn, int cOut, int groups, int stride, int n, int h, int w) {
    ConvSpec spec() {
      return ConvSpec.of(cIn, cOut).groups(groups).stride(stride);
    }

    LayerCase of(Gate gate, ConvSpec spec, boolean bias, boolean residual, boolean slices) {
      return new LayerCase(gate, spec, n, h, w, bias, residual, slices);
    }
  }

  private static final List<Extents> EXTENTS =
      List.of(
          new Extents(16, 24, 1, 1, 2, 4, 4),
          new Extents(5, 7, 1, 1, 3, 7, 7),
          new Extents(1, 1, 1, 1, 1, 1, 1),
          new Extents(1, 6, 1, 1, 2, 3, 2),
          new Extents(9, 1, 1, 1, 1, 2, 5),
          new Extents(16, 10, 1, 1, 3, 1, 1),
          new Extents(8, 4, 2, 1, 2, 3, 5),
          new Extents(12, 20, 4, 1, 3, 2, 3),
          new Extents(6, 6, 6, 1, 2, 5, 3),
          new Extents(4, 8, 4, 1, 1, 7, 7),
          new Extents(8, 4, 2, 3, 2, 1, 1),
          new Extents(8, 6, 1, 2, 2, 8, 8),
          new Extents(8, 6, 1, 2, 2, 7, 5),
          new Extents(8, 6, 1, 2, 1, 7, 7),
          new Extents(8, 6, 1, 2, 2, 2, 2),
          new Extents(7, 3, 1, 3, 3, 9, 6),
          new Extents(7, 3, 1, 3, 2, 10, 7),
          new Extents(8, 8, 4, 2, 2, 4, 4),
          new Extents(8, 8, 8, 3, 3, 5, 7),
          new Extents(3, 4, 1, 1, 0, 4, 4),
          new Extents(3, 4, 1, 1, 2, 0, 4),
          new Extents(4, 4, 2, 2, 1, 3, 0));

  private LayerCases() {}

  /**
   * All extents in every pair of layouts and every precision; plain, dressed up, and in between.
   */
  static Stream<LayerCase> exact() {
    List<LayerCase> cases = new ArrayList<>();
    for (Precision precision : unquantized()) {
      for (Layout in : Layout.values()) {
        for (Layout out : Layout.values()) {
          for (Extents extents : EXTENTS) {
            ConvSpec spec = extents.spec().precision(precision).layout(in).outputLayout(out);
            ConvSpec relu = spec.activation(Activation.RELU);
            int turn = cases.size() / 3;
            cases.add(extents.of(Gate.EXACT, spec, false, false, false));
            cases.add(extents.of(Gate.EXACT, relu, true, true, true));
            cases.add(
                turn % 2 == 0
                    ? extents.of(Gate.EXACT, spec, true, false, turn % 4 == 0)
                    : extents.of(Gate.EXACT, relu, false, true, turn % 4 == 1));
          }
        }
      }
    }
    return cases.stream();
  }

  /** Activations that take integers to what every storage type holds. */
  static Stream<LayerCase> exactActivations() {
    Extents extents = new Extents(6, 8, 2, 1, 2, 5, 3);
    return activations(extents, Gate.EXACT, Activation.leakyRelu(0.25f), Activation.clip(-3, 17));
  }

  /** Every activation on random numbers. */
  static Stream<LayerCase> randomActivations() {
    return activations(new Extents(40, 9, 1, 1, 2, 5, 5), Gate.RANDOM);
  }

  private static Stream<LayerCase> activations(Extents extents, Gate gate, Activation... more) {
    Stream<Activation> kinds =
        Arrays.stream(Activation.Kind.values()).map(kind -> Activation.parse(kind.toString()));
    return Stream.concat(kinds, Arrays.stream(more))
        .flatMap(activation -> inEveryPrecision(extents.spec().activation(activation)))
        .filter(gate::applies)
        .flatMap(
            spec ->
                Stream.of(
                    extents.of(gate, spec, true, false, false),
                    extents.of(gate, spec.layout(Layout.NHWC), true, true, false)));
  }

  private static Stream<ConvSpec> inEveryPrecision(ConvSpec spec) {
    return unquantized().stream().map(spec::precision);
  }

  /** The precisions that every backend computes in. */
  static List<Precision> unquantized() {
    return Arrays.stream(Precision.values()).filter(precision -> !precision.quantized()).toList();
  }

  private static final List<Extents> QUANTIZED_EXTENTS =
      List.of(
          new Extents(16, 32, 1, 1, 2, 4, 4),
          new Extents(64, 48, 1, 1, 1, 7, 7),
          new Extents(24, 40, 1, 1, 2, 3, 5),
          new Extents(5, 7, 1, 1, 3, 7, 7),
          new Extents(1, 1, 1, 1, 1, 1, 1),
          new Extents(48, 10, 1, 1, 3, 1, 1),
          new Extents(32, 16, 1, 2, 2, 8, 8),
          new Extents(20, 16, 1, 2, 2, 7, 5),
          new Extents(2048, 12, 1, 1, 1, 2, 3),
          new Extents(16, 16, 1, 1, 0, 4, 4));

  /** Dense NHWC layers in F8 and I8, exact and random, plain and dressed up. */
  static Stream<LayerCase> quantized() {
    List<LayerCase> cases = new ArrayList<>();
    for (Precision precision : List.of(Precision.F8, Precision.I8)) {
      for (Gate gate : List.of(Gate.EXACT, Gate.RANDOM)) {
        for (Extents extents : QUANTIZED_EXTENTS) {
          ConvSpec spec = extents.spec().precision(precision).layout(Layout.NHWC);
          ConvSpec relu = spec.activation(Activation.RELU);
          cases.add(extents.of(gate, spec, false, false, false));
          cases.add(extents.of(gate, relu, true, false, false));
          cases.add(extents.of(gate, relu, true, true, true));
          cases.add(extents.of(gate, spec.activation(Activation.PRELU), false, true, false));
        }
      }
    }
    return cases.stream();
  }

  /** Layers in F8 and I8 that need not run anywhere. */
  static Stream<ConvSpec> unusualQuantized() {
    ConvSpec dense = ConvSpec.of(32, 32).layout(Layout.NHWC);
    return Stream.of(Precision.F8, Precision.I8)
        .flatMap(
            precision ->
                Stream.of(
                        dense.layout(Layout.NCHW),
                        dense.outputLayout(Layout.NCHW),
                        dense.layout(Layout.NCHW).outputLayout(Layout.NHWC),
                        dense.groups(2))
                    .map(spec -> spec.precision(precision)));
  }

  /** Sums so long that no error bound would notice a missing channel. */
  static Stream<LayerCase> longSums() {
    Extents extents = new Extents(2048, 12, 1, 1, 1, 2, 3);
    return inEveryPrecision(extents.spec())
        .flatMap(
            spec ->
                Stream.of(Gate.EXACT, Gate.RANDOM)
                    .flatMap(
                        gate ->
                            Stream.of(
                                extents.of(gate, spec, false, false, false),
                                extents.of(gate, spec.layout(Layout.NHWC), true, true, true))));
  }

  /** Layers in binary32 whose results TF32 would spoil. */
  static Stream<LayerCase> canaries() {
    return Stream.of(
            new Extents(64, 32, 1, 1, 2, 4, 4),
            new Extents(5, 7, 1, 1, 1, 7, 7),
            new Extents(300, 8, 1, 1, 4, 1, 1),
            new Extents(32, 16, 2, 2, 1, 8, 8))
        .flatMap(
            extents ->
                Stream.of(
                    extents.of(Gate.CANARY, extents.spec(), false, false, false),
                    extents.of(Gate.CANARY, extents.spec().layout(Layout.NHWC), true, false, false),
                    extents.of(
                        Gate.CANARY,
                        extents.spec().outputLayout(Layout.NHWC).activation(Activation.RELU),
                        true,
                        true,
                        false)));
  }
}
