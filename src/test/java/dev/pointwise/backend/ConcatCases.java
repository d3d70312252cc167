package dev.pointwise.backend;

import dev.pointwise.oracle.Gate;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The concatenations that every backend is put through. */
final class ConcatCases {
  /** The channels of the branches and of the output, and the extents. */
  private record Extents(List<Integer> channels, int cOut, int n, int h, int w) {
    ConvSpec spec() {
      return ConvSpec.of(channels.stream().mapToInt(Integer::intValue).sum(), cOut);
    }

    ConcatCase of(
        Gate gate,
        ConvSpec spec,
        boolean bias,
        boolean residual,
        Placement placement,
        boolean sliced) {
      return new ConcatCase(gate, spec, channels, n, h, w, bias, residual, placement, sliced);
    }
  }

  private static final List<Extents> EXTENTS =
      List.of(
          new Extents(List.of(8, 16, 8), 24, 2, 4, 4),
          new Extents(List.of(3, 1, 5, 2), 7, 3, 7, 7),
          new Extents(List.of(4, 6), 8, 3, 1, 1),
          new Extents(List.of(5), 3, 2, 2, 3),
          new Extents(List.of(1), 1, 1, 2, 2),
          new Extents(List.of(2, 3), 4, 0, 4, 4),
          new Extents(List.of(2, 3), 4, 2, 0, 4));

  private ConcatCases() {}

  /** All extents in every pair of layouts, every precision and every placement. */
  static Stream<ConcatCase> exact() {
    List<ConcatCase> cases = new ArrayList<>();
    for (Precision precision : LayerCases.unquantized()) {
      for (Layout in : Layout.values()) {
        for (Layout out : Layout.values()) {
          for (Extents extents : EXTENTS) {
            ConvSpec spec = extents.spec().precision(precision).layout(in).outputLayout(out);
            for (Placement placement : Placement.values()) {
              int turn = cases.size();
              Activation activation = turn % 3 == 0 ? Activation.NONE : Activation.RELU;
              cases.add(
                  extents.of(
                      Gate.EXACT,
                      spec.activation(activation),
                      turn % 2 == 0,
                      turn % 5 < 2,
                      placement,
                      turn % 7 < 3));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  /** Branches that are followed by nothing but a rounding, and by everything. */
  static Stream<ConcatCase> bareAndDressed() {
    Extents extents = EXTENTS.get(1);
    return LayerCases.unquantized().stream()
        .map(extents.spec()::precision)
        .flatMap(spec -> Stream.of(spec, spec.layout(Layout.NHWC)))
        .flatMap(
            spec ->
                Stream.of(Placement.APART, Placement.PAIRED, Placement.ADJACENT)
                    .flatMap(
                        placement ->
                            Stream.of(
                                extents.of(Gate.EXACT, spec, false, false, placement, false),
                                extents.of(
                                    Gate.EXACT,
                                    spec.activation(Activation.PRELU),
                                    true,
                                    true,
                                    placement,
                                    true))));
  }

  /** Sums so long that no error bound would notice a missing channel; and one rounding in all. */
  static Stream<ConcatCase> longSums() {
    Extents extents = new Extents(List.of(1024, 1000, 23, 1), 12, 1, 2, 3);
    return LayerCases.unquantized().stream()
        .map(extents.spec()::precision)
        .flatMap(
            spec ->
                Stream.of(Gate.EXACT, Gate.RANDOM)
                    .flatMap(
                        gate ->
                            Stream.of(
                                extents.of(gate, spec, false, false, Placement.APART, false),
                                extents.of(
                                    gate,
                                    spec.layout(Layout.NHWC),
                                    true,
                                    true,
                                    Placement.PAIRED,
                                    true))));
  }
}
