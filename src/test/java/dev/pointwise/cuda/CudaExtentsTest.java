package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.FarSlices;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Extents around 2³¹ and offsets beyond 2³² bytes, on memory of the stand-in that is there when it
 * is touched.
 */
class CudaExtentsTest {
  private static final String PLAIN = "cublasGemmStridedBatchedEx";
  private static final String WIDE = "cublasGemmStridedBatchedEx_64";

  @BeforeEach
  void haveMemory() {
    StandIn.memoryLimit(1L << 42);
  }

  @AfterEach
  void restore() {
    StandIn.arithmetic(true);
    StandIn.memoryLimit(8L << 30);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  /**
   * One GEMM in each case, checked against the operands' blocks, by the call that its extents need.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "NHWC, 1, 46341, 46340, 1, 1, 0",
    "NHWC, 1, 2147483647, 1, 1, 1, 0",
    "NHWC, 1, 2, 1073741824, 1, 1, 1",
    "NHWC, 3, 715827883, 1, 1, 1, 1",
    "NHWC, 2, 65536, 16384, 2, 3, 1",
    "NHWC, 1, 65536, 16384, 2, 3, 0",
    "NCHW, 1, 2147483647, 1, 2, 3, 0",
    "NCHW, 1, 2, 1073741824, 2, 3, 1",
    "NCHW, 3, 2, 1073741823, 4, 4, 0",
  })
  void takesTheCallThatTheExtentsNeed(
      Layout layout, int n, int h, int w, int in, int out, int wide) {
    StandIn.arithmetic(false);
    ConvSpec spec = ConvSpec.of(in, out).layout(layout);
    long plainBefore = StandIn.calls(PLAIN);
    long wideBefore = StandIn.calls(WIDE);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ConvWeights.of(new float[in * out]));
        Tensor x = backend.allocate(spec.input(n, h, w));
        Tensor y = layer.run(x)) {
      assertEquals((long) n * h * w * out, y.spec().shape().elements());
      backend.synchronize();
    }
    assertEquals(wide, StandIn.calls(WIDE) - wideBefore, "64-bit calls");
    if (wide == 1) {
      assertEquals(0, StandIn.calls(PLAIN) - plainBefore, "32-bit calls");
    }
  }

  @Test
  void refusesProductsThatOverflowBeforeAnyNativeCall() {
    int most = Integer.MAX_VALUE;
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(ConvSpec.of(1, 4), ConvWeights.of(1, 1, 1, 1));
        Tensor x = backend.allocate(layer.spec().input(1, 1, 1))) {
      long before = StandIn.calls("all");
      for (Layout layout : Layout.values()) {
        assertThrows(
            IllegalArgumentException.class,
            () ->
                backend.allocate(
                    TensorSpec.of(
                        new Shape(most, most, most, most), Precision.F32.storage(), layout)));
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> layer.spec().output(layer.spec().input(most, most, 2)));
      assertThrows(
          IllegalArgumentException.class, () -> x.reshaped(layer.spec().input(most, most, 1)));
      assertEquals(before, StandIn.calls("all"), "native calls");
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, 1", "F32, 2", "F16, 1", "F16, 2"})
  void computesOnSlicesBeyondFourGibibytes(Precision precision, int images) {
    try (CudaBackend backend = CudaBackend.open()) {
      FarSlices.check(backend, precision, images);
    }
  }
}
