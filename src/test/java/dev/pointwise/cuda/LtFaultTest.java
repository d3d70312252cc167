package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a layer when cuBLASLt fails, on the stand-in; nothing may be left behind. */
@Tag("cuda13")
class LtFaultTest {
  private static final int INTERNAL_ERROR = 14;
  private static final int NOT_SUPPORTED = 15;
  private static final int ALLOC_FAILED = 3;

  /** In groups, so that there are batches to describe. */
  private static final ConvSpec SPEC =
      ConvSpec.of(4, 4)
          .groups(2)
          .layout(Layout.NHWC)
          .precision(Precision.F16)
          .activation(Activation.RELU);

  private static final ConvWeights WEIGHTS =
      ConvWeights.of(1, 2, 3, 4, 1, 0, 0, 1).bias(1, 2, 3, -9);
  private static final HostTensor X = HostTensor.of(SPEC.input(1, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8);
  private static final float[] Y = {6, 13, 6, 0, 18, 41, 10, 0};

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static void assertComputes(ConvLayer layer, Tensor x) {
    try (Tensor y = layer.run(x)) {
      assertArrayEquals(Y, y.download().toArray());
    }
  }

  private static void runOnce() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      assertComputes(layer, x);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cublasLtMatmulDescCreate",
        "cublasLtMatmulDescSetAttribute",
        "cublasLtMatrixLayoutCreate",
        "cublasLtMatrixLayoutSetAttribute",
        "cublasLtMatmulPreferenceCreate",
        "cublasLtMatmulPreferenceSetAttribute",
        "cublasLtMatmulAlgoGetHeuristic",
        "cublasLtMatmulPreferenceDestroy",
        "cublasLtMatmul",
        "cublasLtMatmulDescDestroy",
        "cublasLtMatrixLayoutDestroy",
        "cublasLtDestroy",
      })
  void freesEverythingWhateverCallFails(String call) {
    StandIn.fail(call, 1, INTERNAL_ERROR, call.endsWith("Destroy") ? 4 : 0);
    BackendException failure = assertThrows(BackendException.class, LtFaultTest::runOnce);
    assertTrue(String.valueOf(failure.getMessage()).contains(call + " failed"), failure::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void freesTheLayoutsBeforeTheOneThatFails(int nth) {
    StandIn.fail("cublasLtMatrixLayoutCreate", nth, ALLOC_FAILED, 0);
    assertThrows(DeviceMemoryException.class, LtFaultTest::runOnce);
  }

  @Test
  void isUnavailableWhereThereIsNoHandle() {
    StandIn.fail("cublasLtCreate", 1, INTERNAL_ERROR, 0);
    BackendUnavailableException failure =
        assertThrows(BackendUnavailableException.class, CudaBackend::open);
    assertTrue(
        String.valueOf(failure.getMessage())
            .startsWith("device 0 cannot be opened: cublasLtCreate"),
        failure::toString);
  }

  @Test
  void recoversFromAFailureOfOneCall() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      for (String call : new String[] {"cublasLtMatmulDescCreate", "cublasLtMatmul"}) {
        StandIn.fail(call, 1, INTERNAL_ERROR, 0);
        assertThrows(CudaException.class, () -> layer.run(x).close());
        assertComputes(layer, x);
      }
    }
  }

  @Test
  void takesCublasWhereTheHeuristicsNameNothing() {
    StandIn.fail("cublasLtMatmulAlgoGetHeuristic", 1, NOT_SUPPORTED, 0);
    long before = StandIn.calls("cublasLtMatmul");
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      assertComputes(layer, x);
      assertEquals(before, StandIn.calls("cublasLtMatmul"));
      assertEquals(
          "by rule: cuBLASLt names no algorithm for it",
          layer.explain(x.spec(), null, SPEC.output(x.spec())).reason());
    }
  }

  @Test
  void destroysTheDescriptorsOfPlansThatAreDropped() {
    try (CudaBackend backend = CudaBackend.open()) {
      try (ConvLayer layer = backend.prepare(SPEC, WEIGHTS)) {
        for (int width = 1; width <= 200; width++) {
          try (Tensor x = backend.allocate(SPEC.input(1, 1, width))) {
            layer.run(x).close();
          }
        }
        // A handle, and five descriptors for each of the plans that are kept.
        assertEquals(1 + 5 * 64, StandIn.live("cublaslt"));
      }
      assertEquals(1, StandIn.live("cublaslt"));
    }
  }

  @Test
  void destroysTheDescriptorsOfALayerThatIsLeftOpen() {
    CudaBackend backend = CudaBackend.open();
    ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
    Tensor x = backend.upload(X);
    layer.run(x).close();
    backend.close();
    assertEquals(0, StandIn.live("all"));
    x.close();
    layer.close();
  }
}
