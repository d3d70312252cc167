package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NaN and infinities reach the output, and only where they belong. */
interface SpecialValueContract extends BackendSource {
  @ParameterizedTest
  @EnumSource(Activation.Kind.class)
  default void propagatesNanAndInfinities(Activation.Kind kind) {
    Activation activation = Activation.parse(kind.toString());
    for (ConvSpec extents : List.of(ConvSpec.of(3, 4), ConvSpec.of(4, 6), ConvSpec.of(16, 16))) {
      for (Precision precision : LayerCases.unquantized()) {
        for (Layout layout : Layout.values()) {
          propagates(extents.precision(precision).layout(layout).activation(activation));
        }
      }
    }
  }

  private void propagates(ConvSpec spec) {
    Operands operands = Operands.uniform(spec, spec.input(2, 3, 3), true, false, 7);
    HostTensor x = operands.x();
    x.set(0, 0, 0, 0, Float.NaN);
    boolean fused = mayBeFused(spec);
    if (!fused || spec.activation().kind() != Activation.Kind.GELU_TANH) {
      setInfinities(x);
    }
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor input = backend().upload(x);
        Tensor y = layer.run(input)) {
      Reference reference = Oracle.compute(spec, operands.weights(), x, null);
      HostTensor result = y.download();
      if (fused && spec.activation().kind() == Activation.Kind.RELU) {
        takeZeroForNan(result, reference);
      }
      Comparison comparison = Comparison.bounded(reference, result);
      assertTrue(comparison.passed(), () -> comparison + " on " + backend().info());
    }
  }

  /** Whether a library may have the activation in a kernel of its own; see Activation. */
  private boolean mayBeFused(ConvSpec spec) {
    boolean exempt =
        spec.activation().kind() == Activation.Kind.RELU
            ? spec.precision() == Precision.F32
            : spec.precision().output() == DType.F32;
    return backend().info().backend().equals("cuda") && !exempt;
  }

  private static void takeZeroForNan(HostTensor result, Reference reference) {
    Shape shape = result.spec().shape();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            int element = (int) reference.output().index(n, c, h, w);
            if (Double.isNaN(reference.value(element)) && result.get(n, c, h, w) == 0) {
              result.set(n, c, h, w, Float.NaN);
            }
          }
        }
      }
    }
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

  /** Every number of a 16-bit type, subnormal ones too, comes through a layer that copies it. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"F16", "BF16"})
  default void copiesEvery16BitNumber(Precision precision) {
    copiesEvery16BitNumber(ConvSpec.of(1, 1).precision(precision));
    copiesEvery16BitNumber(ConvSpec.of(2, 2).precision(precision).layout(Layout.NHWC));
  }

  /** The first channel holds all bit patterns, the others zeros; it is copied to itself. */
  private void copiesEvery16BitNumber(ConvSpec spec) {
    HostTensor x = HostTensor.allocate(spec.input(1, 256, 256));
    for (int bits = 0; bits < 1 << 16; bits++) {
      long at = x.spec().index(0, 0, bits >> 8, bits & 255);
      x.data().set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * at, (short) bits);
    }
    float[] first = new float[spec.cIn() * spec.cOut()];
    first[0] = 1;
    try (ConvLayer layer = backend().prepare(spec, ConvWeights.of(first));
        Tensor input = backend().upload(x);
        Tensor output = layer.run(input)) {
      float[] from = x.toArray();
      float[] to = output.download().toArray();
      for (int i = 0; i < from.length; i += spec.cIn()) {
        if (to[i] != from[i] && !(Float.isNaN(to[i]) && Float.isNaN(from[i]))) {
          fail(to[i] + " from " + from[i] + ", element " + i + " of " + spec);
        }
      }
    }
  }

  /** Sums that are subnormal in binary32, as they are and behind bias, residual and activation. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"F32", "BF16"})
  default void keepsSubnormalsOfBinary32(Precision precision) {
    for (Layout layout : Layout.values()) {
      ConvSpec plain = ConvSpec.of(2, 2).precision(precision).layout(layout);
      for (ConvSpec spec : List.of(plain, plain.activation(Activation.RELU))) {
        HostTensor x = HostTensor.of(spec.input(1, 1, 2), 0x1p-129f, 0, 0, 0x1p-129f);
        ConvWeights weights = ConvWeights.of(0.5f, 0.25f, 0.25f, 0.5f);
        Reference bare = Oracle.compute(spec, weights, x, null);
        HostTensor residual = HostTensors.full(bare.output(), 0x1p-133f);
        ConvWeights biased = weights.bias(0x1p-132f, 0x1p-132f);
        Reference dressed = Oracle.compute(spec, biased, x, residual);
        try (ConvLayer layer = backend().prepare(spec, weights);
            ConvLayer biasedLayer = backend().prepare(spec, biased);
            Tensor input = backend().upload(x);
            Tensor r = backend().upload(residual);
            Tensor y = layer.run(input);
            Tensor z = biasedLayer.run(input, r)) {
          assertArrayEquals(bare.toHost(precision.output()).toArray(), y.download().toArray());
          assertArrayEquals(dressed.toHost(precision.output()).toArray(), z.download().toArray());
          assertTrue(y.download().get(0, 0, 0, 0) != 0, "flushed to zero");
        }
      }
    }
  }

  /** In weights, bias and residual: what they touch is NaN, whatever its sign and payload. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  default void propagatesNanOfEveryOperand(Layout layout) {
    for (Precision precision : LayerCases.unquantized()) {
      for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xffc12345, 0xffffffff}) {
        float nan = Float.intBitsToFloat(bits);
        ConvSpec spec =
            ConvSpec.of(2, 3).precision(precision).layout(layout).activation(Activation.RELU);
        HostTensor x = HostTensors.full(spec.input(1, 2, 2), 1);
        HostTensor residual = HostTensors.full(spec.output(x.spec()), 1);
        residual.set(0, 2, 1, 1, nan);
        ConvWeights weights = ConvWeights.of(1, nan, 1, 1, 1, 1).bias(0, nan, 0);
        try (ConvLayer layer = backend().prepare(spec, weights);
            Tensor input = backend().upload(x);
            Tensor r = backend().upload(residual);
            Tensor output = layer.run(input, r)) {
          HostTensor y = output.download();
          for (int p = 0; p < 4; p++) {
            String where = precision + " on " + backend().info();
            assertTrue(Float.isNaN(y.get(0, 0, p / 2, p % 2)), () -> "from W, " + where);
            assertTrue(Float.isNaN(y.get(0, 1, p / 2, p % 2)), () -> "from the bias, " + where);
            assertEquals(p == 3 ? Float.NaN : 3, y.get(0, 2, p / 2, p % 2), where);
          }
        }
      }
    }
  }

  /** A sum that is −0 is a zero, of whichever sign: added to, or taken through ReLU. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  default void takesMinusZeroForZero(Layout layout) {
    for (Precision precision : LayerCases.unquantized()) {
      ConvSpec plain = ConvSpec.of(2, 2).precision(precision).layout(layout);
      for (ConvSpec spec : List.of(plain, plain.activation(Activation.RELU))) {
        HostTensor x = HostTensors.full(spec.input(1, 1, 2), -0f);
        ConvWeights weights = ConvWeights.of(1, 1, -1, 1);
        try (ConvLayer layer = backend().prepare(spec, weights);
            ConvLayer minus = backend().prepare(spec, weights.bias(-0f, 3));
            Tensor input = backend().upload(x);
            Tensor y = layer.run(input);
            Tensor z = minus.run(input)) {
          for (float value : y.download().toArray()) {
            assertEquals(0, value, 0.0, "a sum of zeros");
          }
          assertEquals(0, z.download().get(0, 0, 0, 1), 0.0, "a sum of zeros and −0");
          assertEquals(3, z.download().get(0, 1, 0, 1), 0.0, "a sum of zeros and 3");
        }
      }
    }
  }
}
