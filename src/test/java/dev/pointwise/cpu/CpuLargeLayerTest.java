package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of many chunks are exact, whatever way they are cut, in every type and layout. */
class CpuLargeLayerTest {
  private static final String[] SHAPES = {
    "n2c96h7w7k130+bias+add+relu", // transposed, edges in both directions
    "n1c300h20w21k40+bias+relu6", // transposed, cut in pixels
    "n1c2048h7w7k70+bias+relu", // transposed, long sums
    "n1c40h60w61k26+bias+add+relu", // direct, cut in pixels
    "n3c200h9w11k33s2+bias+relu", // gathered
    "n2c64h12w12k64g2+bias+add", // groups
    "n2c70h40w40k70g70+bias+relu", // one channel per group
    "n70c128h1w1k96+bias+relu", // single pixels
  };

  static Stream<ConvSpec> layouts() {
    return Stream.of(Precision.values())
        .filter(precision -> !precision.quantized())
        .flatMap(
            precision ->
                Stream.of(Layout.values())
                    .flatMap(
                        in ->
                            Stream.of(Layout.values())
                                .map(
                                    out ->
                                        ConvSpec.of(1, 1)
                                            .precision(precision)
                                            .layout(in)
                                            .outputLayout(out))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layouts")
  void isExactHoweverItIsCut(ConvSpec like) {
    try (Backend unpacked = CpuBackend.open(3, CoreClass.UNPACKED);
        Backend packed = CpuBackend.open(3, CoreClass.PACKED)) {
      for (String text : SHAPES) {
        LayerShape shape = LayerShape.parse(text);
        ConvSpec spec =
            shape.spec(like.precision(), like.inputLayout()).outputLayout(like.outputLayout());
        check(spec, shape, unpacked, packed);
      }
    }
  }

  private static void check(ConvSpec spec, LayerShape shape, Backend... backends) {
    TensorSpec x = TensorSpec.of(shape.input(), spec.precision().storage(), spec.inputLayout());
    Operands operands = Operands.integers(spec, x, shape.bias(), shape.residual(), 5);
    Reference reference =
        Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
    for (Backend backend : backends) {
      try (ConvLayer layer = backend.prepare(spec, operands.weights());
          Tensor input = backend.upload(operands.x());
          Tensor y = run(backend, layer, input, operands.residual())) {
        Comparison comparison = Comparison.exact(reference, y.download());
        assertTrue(comparison.passed(), () -> comparison + " for " + shape);
      }
    }
  }

  private static Tensor run(
      Backend backend, ConvLayer layer, Tensor x, @Nullable HostTensor residual) {
    if (residual == null) {
      return layer.run(x);
    }
    try (Tensor addend = backend.upload(residual)) {
      return layer.run(x, addend);
    }
  }
}
