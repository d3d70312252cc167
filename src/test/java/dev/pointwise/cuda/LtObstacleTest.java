package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which layers one call of cuBLASLt does, by what it would round twice otherwise. */
class LtObstacleTest {
  private static final CudaBackend BACKEND = CudaBackend.open();

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  @AfterEach
  void leavesNothing() {
    assertEquals(0, StandIn.corruptions());
  }

  private static boolean oneCall(
      ConvSpec spec, boolean bias, TensorSpec x, boolean residual, TensorSpec y) {
    float[] weight = new float[spec.cIn() * spec.cOut()];
    ConvWeights weights = ConvWeights.of(weight);
    try (ConvLayer layer =
        BACKEND.prepare(spec, bias ? weights.bias(new float[spec.cOut()]) : weights)) {
      return layer.explain(x, residual ? y : null, y).chosen().equals("cublasLtMatmul");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, 8, 16, relu, true, true, true",
    "BF16, 8, 16, gelu_tanh, true, false, true",
    "BF16, 6, 16, relu, true, false, true",
    "BF16, 8, 10, relu, true, false, true",
    "BF16, 8, 10, relu, true, true, false",
    "BF16, 6, 16, relu, true, true, false",
    "BF16, 8, 10, relu, false, true, true",
    "BF16, 8, 10, gelu_tanh, false, false, false",
    "BF16, 3, 16, relu, true, false, false",
    "BF16, 8, 9, none, true, false, false",
    "BF16, 8, 9, relu, false, false, true",
    "F16, 8, 16, relu, true, true, true",
    "F16, 3, 9, relu, true, false, true",
    "F16, 3, 16, relu, true, true, false",
    "F16, 8, 12, gelu_tanh, true, false, false",
    "F32, 3, 9, relu, true, true, true",
    "TF32, 3, 9, relu, true, true, true",
  })
  void goesByAlignment(
      Precision precision,
      int cIn,
      int cOut,
      String activation,
      boolean bias,
      boolean residual,
      boolean oneCall) {
    ConvSpec spec =
        ConvSpec.of(cIn, cOut)
            .precision(precision)
            .layout(Layout.NHWC)
            .activation(Activation.parse(activation));
    TensorSpec x = spec.input(2, 5, 5);
    assertEquals(oneCall, oneCall(spec, bias, x, residual, spec.output(x)));
  }

  /** Slices of wider tensors count by where they start and how far their pixels lie apart. */
  @Test
  void goesByWhereSlicesLie() {
    ConvSpec spec =
        ConvSpec.of(8, 8)
            .precision(Precision.F16)
            .layout(Layout.NHWC)
            .activation(Activation.parse("gelu_tanh"));
    TensorSpec whole = spec.input(1, 3, 3);
    TensorSpec wide =
        ConvSpec.of(32, 1).precision(Precision.F16).layout(Layout.NHWC).input(1, 3, 3);
    TensorSpec odd = ConvSpec.of(20, 1).precision(Precision.F16).layout(Layout.NHWC).input(1, 3, 3);
    assertEquals(true, oneCall(spec, true, wide.slice(8, 8), false, whole));
    assertEquals(false, oneCall(spec, true, wide.slice(4, 8), false, whole));
    assertEquals(false, oneCall(spec, true, odd.slice(8, 8), false, whole));
    assertEquals(false, oneCall(spec, true, whole, false, odd.slice(8, 8)));
  }
}
