package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.UnsupportedLayerException;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where quantized layers run, how, and what becomes of them when cuBLASLt fails; stand-in. */
@Tag("cuda13")
class CudaQuantizedTest {
  private static final int USUAL_CAPABILITY = 90;
  private static final int INTERNAL_ERROR = 14;
  private static final int NOT_SUPPORTED = 15;
  private static final int EVERY = 0;

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.capability(USUAL_CAPABILITY);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static ConvSpec spec(int cIn, int cOut, Precision precision) {
    return ConvSpec.of(cIn, cOut).precision(precision).layout(Layout.NHWC);
  }

  private static String reason(CudaBackend backend, Precision precision) {
    return String.valueOf(backend.unsupportedReason(spec(32, 32, precision)));
  }

  private static ConvWeights ones(ConvSpec spec) {
    float[] w = new float[(int) spec.weightElements()];
    Arrays.fill(w, 1);
    float[] scales = new float[spec.cOut()];
    Arrays.fill(scales, 1);
    return ConvWeights.of(w).inputScale(0.5f).weightScale(scales);
  }

  /** Runs a layer of ones on twos that stand for ones. */
  private static void assertSums(ConvLayer layer, Tensor x) {
    try (Tensor y = layer.run(x)) {
      float[] expected = new float[(int) y.spec().shape().elements()];
      Arrays.fill(expected, layer.spec().cIn());
      assertArrayEquals(expected, y.download().toArray());
    }
  }

  @Test
  void bothPrecisionsRunOnTheUsualDevice() {
    try (CudaBackend backend = CudaBackend.open()) {
      assertNull(backend.unsupportedReason(spec(32, 32, Precision.F8)));
      assertNull(backend.unsupportedReason(spec(3, 5, Precision.I8).stride(2)));
    }
  }

  @Test
  void devicesThatAreTooOldSayWhatIsMissing() {
    StandIn.capability(80);
    try (CudaBackend ampere = CudaBackend.open()) {
      assertEquals(
          "F8 needs compute capability 8.9, but the device has 8.0", reason(ampere, Precision.F8));
      assertNull(ampere.unsupportedReason(spec(32, 32, Precision.I8)));
    }
    String older = new QuantizedSupport(70, null).unsupportedReason(spec(32, 32, Precision.I8));
    assertEquals("I8 needs compute capability 7.5, but the device has 7.0", older);
  }

  @Test
  void withoutCublasLtThereIsNone() {
    for (Precision precision : new Precision[] {Precision.F8, Precision.I8}) {
      String reason = new QuantizedSupport(90, null).unsupportedReason(spec(32, 32, precision));
      assertTrue(String.valueOf(reason).startsWith(precision + " needs cuBLASLt"), reason);
    }
  }

  /** With one scale for all channels, cuBLASLt scales; it cannot where they differ. */
  @Test
  void anFp8LayerOfOneScaleIsOneCall() {
    for (Activation activation : List.of(Activation.NONE, Activation.RELU, Activation.GELU_TANH)) {
      ConvSpec spec = spec(48, 32, Precision.F8).activation(activation);
      Operands operands = Operands.uniform(spec, spec.input(2, 3, 5), true, true, 9);
      assertComputes(operands, operands.weights(), "cublasLtMatmul", spec, 48);
      if (Operands.isExact(activation)) {
        Operands integers = Operands.integers(spec, spec.input(2, 3, 5), true, true, 9);
        assertComputes(integers, evenly(integers.weights()), "cublasLtMatmul", spec, 48, true);
      }
      assertComputes(operands, operands.weights(), "cublasLtMatmul + epilogue kernel", spec, 36);
      float[] scales = new float[spec.cOut()];
      for (int o = 0; o < scales.length; o++) {
        scales[o] = (1 + o % 3) / 448f;
      }
      ConvWeights uneven = operands.weights().weightScale(scales);
      assertComputes(operands, uneven, "cublasLtMatmul + epilogue kernel", spec, 48);
    }
    ConvSpec odd = spec(40, 32, Precision.F8).stride(2);
    Operands operands = Operands.uniform(odd, odd.input(1, 5, 4), true, false, 9);
    assertComputes(operands, operands.weights(), "pad + cublasLtMatmul", odd, 32);
  }

  /** Whole numbers as they are: sums of them are exact, and the reference is met exactly. */
  private static ConvWeights evenly(ConvWeights weights) {
    float[] ones = new float[Objects.requireNonNull(weights.bias()).length];
    Arrays.fill(ones, 1);
    return weights.weightScale(ones);
  }

  private static void assertComputes(
      Operands operands, ConvWeights weights, String plan, ConvSpec spec, int pitch) {
    assertComputes(operands, weights, plan, spec, pitch, false);
  }

  /** Runs into the last channels of a tensor of so many, whose alignment is theirs. */
  private static void assertComputes(
      Operands operands,
      ConvWeights weights,
      String plan,
      ConvSpec spec,
      int pitch,
      boolean exact) {
    HostTensor addend = operands.residual();
    TensorSpec output = spec.output(operands.x().spec());
    TensorSpec wide = TensorSpec.of(output.shape().channels(pitch), output.dtype(), Layout.NHWC);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, weights);
        Tensor x = backend.upload(operands.x());
        Tensor residual = addend == null ? null : backend.upload(addend);
        Tensor whole = backend.allocate(wide);
        Tensor y = whole.slice(pitch - spec.cOut(), spec.cOut())) {
      layer.runInto(x, residual, y);
      Reference reference = Oracle.compute(spec, weights, operands.x(), addend);
      HostTensor result = y.download();
      Comparison comparison =
          exact ? Comparison.exact(reference, result) : Comparison.bounded(reference, result);
      assertTrue(comparison.passed(), comparison::toString);
      TensorSpec added = residual == null ? null : residual.spec();
      PlanExplanation explanation = layer.explain(x.spec(), added, y.spec());
      assertEquals(plan, explanation.chosen());
      boolean fused = plan.endsWith("cublasLtMatmul");
      assertEquals(
          fused ? "by rule: one call does the whole layer" : "the only way", explanation.reason());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  void layersThatDoNotMapSayWhy(Precision precision) {
    try (CudaBackend backend = CudaBackend.open()) {
      ConvSpec dense = spec(32, 32, precision);
      String planar = String.valueOf(backend.unsupportedReason(dense.outputLayout(Layout.NCHW)));
      assertTrue(planar.contains("NHWC"), planar);
      String grouped = String.valueOf(backend.unsupportedReason(dense.groups(2)));
      assertTrue(grouped.contains("groups = 1"), grouped);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  void aLibraryWithoutAnAlgorithmIsARefusalBeforehand(Precision precision) {
    StandIn.fail("cublasLtMatmulAlgoGetHeuristic", EVERY, NOT_SUPPORTED, 0);
    try (CudaBackend backend = CudaBackend.open()) {
      assertEquals("cuBLASLt names no algorithm for " + precision, reason(backend, precision));
      StandIn.heal();
      assertTrue(reason(backend, precision).contains("no algorithm"), "asked once");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  void aShapeWithoutAnAlgorithmIsRefusedAndTheLayerStaysUsable(Precision precision) {
    ConvSpec spec = spec(16, 16, precision);
    HostTensor twos = HostTensor.allocate(spec.input(1, 3, 2)).fill(2);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ones(spec));
        Tensor x = backend.upload(twos)) {
      StandIn.fail("cublasLtMatmulAlgoGetHeuristic", EVERY, NOT_SUPPORTED, 0);
      String message =
          assertThrows(UnsupportedLayerException.class, () -> layer.run(x).close()).getMessage();
      assertTrue(String.valueOf(message).contains("names no algorithm"), message);
      StandIn.heal();
      assertSums(layer, x);
    }
  }

  @Test
  void anFp8LayerWithoutAnAlgorithmForAllOfItTakesOneForTheSums() {
    ConvSpec spec = spec(16, 16, Precision.F8);
    HostTensor twos = HostTensor.allocate(spec.input(1, 3, 2)).fill(2);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ones(spec));
        Tensor x = backend.upload(twos)) {
      StandIn.fail("cublasLtMatmulAlgoGetHeuristic", 1, NOT_SUPPORTED, 0);
      assertSums(layer, x);
      assertEquals(
          "cublasLtMatmul + epilogue kernel",
          layer.explain(x.spec(), null, spec.output(x.spec())).chosen());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "I8"})
  void freesEverythingWhateverCallFails(Precision precision) {
    ConvSpec spec = spec(20, 16, precision);
    HostTensor twos = HostTensor.allocate(spec.input(1, 3, 2)).fill(2);
    for (String call :
        new String[] {
          "cublasLtMatmulDescCreate",
          "cublasLtMatmulDescSetAttribute",
          "cublasLtMatrixLayoutCreate",
          "cublasLtMatmul",
          "cuLaunchKernel"
        }) {
      try (CudaBackend backend = CudaBackend.open();
          ConvLayer layer = backend.prepare(spec, ones(spec));
          Tensor x = backend.upload(twos)) {
        StandIn.fail(call, 1, INTERNAL_ERROR, 0);
        String message =
            assertThrows(BackendException.class, () -> layer.run(x).close()).getMessage();
        assertTrue(String.valueOf(message).contains(call + " failed"), message);
        assertSums(layer, x);
      }
      assertEquals(0, StandIn.live("all"), "device resources left behind");
    }
  }

  @Test
  void copiesTheInputOnlyWhereItsChannelsDoNotLieRight() {
    String direct = "cublasLtMatmul + epilogue kernel";
    assertEquals(
        direct, chosen(spec(32, 24, Precision.F8), spec(32, 24, Precision.F8).input(2, 4, 4)));
    assertEquals(
        "pad + " + direct,
        chosen(spec(24, 32, Precision.I8), spec(24, 32, Precision.I8).input(2, 4, 4)));
    ConvSpec strided = spec(32, 32, Precision.F8).stride(2);
    assertEquals("cublasLtMatmul", chosen(strided, strided.input(2, 4, 4)));
    assertEquals("pad + cublasLtMatmul", chosen(strided, strided.input(2, 5, 5)));
    ConvSpec narrow = spec(16, 16, Precision.I8);
    assertEquals(direct, chosen(narrow, spec(48, 1, Precision.I8).input(1, 2, 2).slice(16, 16)));
    assertEquals(
        "pad + " + direct, chosen(narrow, spec(48, 1, Precision.I8).input(1, 2, 2).slice(8, 16)));
  }

  private static String chosen(ConvSpec spec, TensorSpec x) {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ones(spec))) {
      return layer.explain(x, null, spec.output(x)).chosen();
    }
  }
}
