package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NaN and infinities reach the output, and only where they belong. */
interface SpecialValueContract extends BackendSource {
  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  default void propagatesNanAndInfinities(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    for (Precision precision : LayerCases.unquantized()) {
      for (Layout layout : Layout.values()) {
        propagates(ConvSpec.of(3, 4).precision(precision).layout(layout).activation(activation));
      }
    }
  }

  private void propagates(ConvSpec spec) {
    Operands operands = Operands.uniform(spec, spec.input(2, 3, 3), true, false, 7);
    HostTensor x = operands.x();
    x.set(0, 0, 0, 0, Float.NaN);
    if (!mayBeFused(spec)) {
      setInfinities(x);
    }
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor input = backend().upload(x);
        Tensor y = layer.run(input)) {
      Comparison comparison =
          Comparison.bounded(Oracle.compute(spec, operands.weights(), x, null), y.download());
      assertTrue(comparison.passed(), () -> comparison + " on " + backend().info());
    }
  }

  /** Whether −∞ may give NaN; see Activation. */
  private static boolean mayBeFused(ConvSpec spec) {
    return spec.activation().kind() == Activation.Kind.GELU_TANH
        && spec.precision().output() != DType.F32;
  }

  private static void setInfinities(HostTensor x) {
    x.set(0, 1, 1, 1, Float.POSITIVE_INFINITY);
    x.set(1, 2, 0, 2, Float.NEGATIVE_INFINITY);
    x.set(1, 0, 2, 2, Float.POSITIVE_INFINITY);
    x.set(1, 1, 2, 2, Float.NEGATIVE_INFINITY);
  }

  @Test
  default void overflowsBinary16ToInfinity() {
    ConvSpec spec = ConvSpec.of(2, 2).precision(Precision.F16);
    TensorSpec x = spec.input(1, 1, 2);
    try (ConvLayer layer = backend().prepare(spec, ConvWeights.of(400, 400, -400, -400));
        Tensor input = backend().upload(HostTensor.of(x, 200, 1, 200, 1));
        Tensor y = layer.run(input)) {
      HostTensor result = y.download();
      assertEquals(Float.POSITIVE_INFINITY, result.get(0, 0, 0, 0));
      assertEquals(Float.NEGATIVE_INFINITY, result.get(0, 1, 0, 0));
      assertEquals(800, result.get(0, 0, 0, 1));
      assertEquals(-800, result.get(0, 1, 0, 1));
    }
  }

  /** A bias just above 1, of which 16 bits keep the 1. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  default void roundsTheBiasToTheTypeOfTheOutput(Layout layout) {
    for (Precision precision : LayerCases.unquantized()) {
      float left = precision.output() == DType.F32 ? 0x1p-11f : 0;
      ConvSpec spec = ConvSpec.of(1, 2).precision(precision).layout(layout);
      ConvWeights weights = ConvWeights.of(1, -1).bias(0x1.002p0f, -0x1.002p0f);
      HostTensor ones = HostTensor.of(spec.input(1, 1, 2), -1, -1);
      try (ConvLayer layer = backend().prepare(spec, weights);
          Tensor x = backend().upload(ones);
          Tensor y = layer.run(x)) {
        HostTensor result = y.download();
        for (int w = 0; w < 2; w++) {
          assertEquals(left, result.get(0, 0, 0, w), precision + " on " + backend().info());
          assertEquals(0 - left, result.get(0, 1, 0, w), precision + " on " + backend().info());
        }
      }
    }
  }

  @Test
  default void keepsSubnormalsOfBinary16() {
    ConvSpec spec = ConvSpec.of(1, 1).precision(Precision.F16);
    Shape shape = new Shape(1, 1, 1, 1);
    TensorSpec x = TensorSpec.of(shape, spec.precision().storage(), Layout.NCHW);
    try (ConvLayer layer = backend().prepare(spec, ConvWeights.of(0.5f));
        Tensor input = backend().upload(HostTensor.of(x, 0x1p-20f));
        Tensor y = layer.run(input)) {
      assertEquals(0x1p-21f, y.download().get(0, 0, 0, 0));
    }
  }
}
