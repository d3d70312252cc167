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
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the CUDA backend does when calls fail, on the stand-in; nothing may be left behind. */
@Tag("cuda13")
class CudaFaultTest {
  private static final ConvSpec SPEC =
      ConvSpec.of(2, 2).activation(Activation.RELU).precision(Precision.F16).stride(2);
  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4).bias(10, 20);
  private static final HostTensor X =
      HostTensor.of(TensorSpec.of(new Shape(1, 2, 1, 3), DType.F16, Layout.NCHW), 1, 0, 2, 3, 0, 4);
  private static final float[] Y = {17, 20, 35, 42};

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    StandIn.arithmetic(true);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static void assertComputes(ConvLayer layer, Tensor x) {
    try (Tensor y = layer.run(x)) {
      assertArrayEquals(Y, y.download().toArray());
    }
  }

  @Test
  void staysUsableWhenMemoryRunsOut() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      assertComputes(layer, x);
      StandIn.memoryLimit(64 << 20);
      TensorSpec huge = TensorSpec.of(new Shape(1, 1, 1 << 15, 1 << 15), DType.F32, Layout.NCHW);
      DeviceMemoryException refused =
          assertThrows(DeviceMemoryException.class, () -> backend.allocate(huge));
      assertEquals(4L << 30, refused.requested());
      assertEquals(64 << 20, refused.total());
      assertTrue(refused.free() < 64 << 20, refused.getMessage());
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith(
                  "cuMemAllocFromPoolAsync failed: CUDA_ERROR_OUT_OF_MEMORY (2):"
                      + " out of device memory: requested 4294967296 bytes, free "),
          refused.getMessage());
      assertComputes(layer, x);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cublasGemmEx, 13, CUBLAS_STATUS_EXECUTION_FAILED",
    "cublasGemmEx, 15, CUBLAS_STATUS_NOT_SUPPORTED",
    "cuLaunchKernel, 701, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
  })
  void namesCallCodeAndShapeOfAFailedRun(String call, int code, String symbol) {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      StandIn.fail(call, 1, code, 0);
      CudaException failure = assertThrows(CudaException.class, () -> layer.run(x).close());
      assertEquals(call, failure.call());
      assertEquals(code, failure.code());
      assertEquals(symbol, failure.symbol());
      assertTrue(
          String.valueOf(failure.getMessage()).contains("conv1x1 2→2 stride 2 relu F16 NCHW")
              && String.valueOf(failure.getMessage()).contains("n1c2h1w3"),
          failure.getMessage());
      assertComputes(layer, x);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDevicePrimaryCtxRetain",
        "cuMemPoolCreate",
        "cuMemPoolSetAttribute",
        "cuModuleLoadData",
        "cuModuleGetFunction",
        "cuStreamCreate",
        "cuEventCreate",
        "cuMemAllocFromPoolAsync",
        "cublasCreate",
        "cublasSetStream",
        "cublasSetWorkspace",
        "cublasSetMathMode",
        "cuMemHostAlloc",
        "cuMemcpyHtoDAsync",
        "cuEventRecord",
        "cuEventSynchronize",
        "cuMemcpyDtoHAsync",
      })
  void freesEverythingWhateverCallFails(String call) {
    StandIn.fail(call, 1, call.startsWith("cublas") ? 1 : 999, 0);
    BackendException failure =
        assertThrows(
            BackendException.class,
            () -> {
              try (CudaBackend backend = CudaBackend.open();
                  ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
                  Tensor x = backend.upload(X)) {
                assertComputes(layer, x);
              }
            });
    assertTrue(String.valueOf(failure.getMessage()).contains(call + " failed"), failure::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuDevicePrimaryCtxRetain", "cuModuleLoadData", "cublasCreate"})
  void isUnavailableWhereTheDeviceCannotBeOpened(String call) {
    StandIn.fail(call, 1, call.startsWith("cublas") ? 1 : 46, 0);
    BackendUnavailableException failure =
        assertThrows(BackendUnavailableException.class, CudaBackend::open);
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("device 0 cannot be opened: " + call),
        failure::toString);
  }

  /** The pinned buffer that the download left in flight is not written once an upload fills it. */
  @Test
  void aDownloadThatFailedSpoilsNoUpload() {
    try (CudaBackend backend = CudaBackend.open();
        Tensor x = backend.upload(X)) {
      StandIn.fail("cuEventRecord", 1, 999, 0);
      assertThrows(CudaException.class, x::download);
      HostTensor other = HostTensor.allocate(X.spec()).fill(7);
      try (Tensor first = backend.upload(other);
          Tensor second = backend.upload(other)) {
        assertArrayEquals(other.toArray(), first.download().toArray());
        assertArrayEquals(other.toArray(), second.download().toArray());
      }
    }
  }

  @Test
  void tellsMemoryThatRanOutInsideCublas() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      StandIn.fail("cublasGemmEx", 1, 3, 0);
      DeviceMemoryException failure =
          assertThrows(DeviceMemoryException.class, () -> layer.run(x).close());
      assertEquals(DeviceMemoryException.UNKNOWN, failure.requested());
      assertEquals(8L << 30, failure.total());
      assertComputes(layer, x);
    }
  }

  @Test
  void sharesALaneWhereThereIsNoMemoryForAnother() throws InterruptedException {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X)) {
      assertComputes(layer, x);
      // The first lane has 32 MiB of it for its workspace.
      StandIn.memoryLimit(48 << 20);
      List<Throwable> failures = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Thread thread =
            Thread.ofPlatform()
                .uncaughtExceptionHandler((where, failure) -> failures.add(failure))
                .start(() -> assertComputes(layer, x));
        thread.join();
      }
      assertEquals(List.of(), failures);
    }
  }

  @Test
  void freesWhatWasLeftOpenWhenTheBackendCloses() {
    CudaBackend backend = CudaBackend.open();
    ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
    Tensor x = backend.upload(X);
    backend.close();
    assertEquals(0, StandIn.live("all"));
    x.close();
    layer.close();
  }

  @Test
  void takesThe64BitCallsWhereAnExtentNeedsThem() {
    StandIn.arithmetic(false);
    StandIn.memoryLimit(64L << 30);
    ConvSpec spec = ConvSpec.of(1, 1).precision(Precision.F16).layout(Layout.NHWC);
    long before = StandIn.calls("cublasGemmStridedBatchedEx_64");
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ConvWeights.of(1));
        Tensor x = backend.allocate(spec.input(3, 1 << 15, 1 << 15));
        Tensor y = layer.run(x)) {
      assertEquals(3L << 30, y.spec().shape().elements());
    }
    assertEquals(before + 1, StandIn.calls("cublasGemmStridedBatchedEx_64"));
  }

  @Test
  void keepsDevicesApart() {
    try (CudaBackend first = CudaBackend.open(0);
        CudaBackend second = CudaBackend.open(1);
        ConvLayer onFirst = first.prepare(SPEC, WEIGHTS);
        ConvLayer onSecond = second.prepare(SPEC, WEIGHTS);
        Tensor x1 = first.upload(X);
        Tensor x2 = second.upload(X)) {
      assertComputes(onFirst, x1);
      assertComputes(onSecond, x2);
      assertThrows(IllegalArgumentException.class, () -> onFirst.run(x2).close());
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CudaBackend.open(2));
    assertEquals("device is 2, expected 0 to 1: the driver shows 2", refused.getMessage());
  }
}
