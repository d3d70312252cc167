package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Recording;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings as CUDA graphs, and what becomes of them when calls fail, on the stand-in. */
@Tag("cuda13")
class CudaRecordingTest {
  /** A gather, a product in scratch memory, and an epilogue. */
  private static final ConvSpec SPEC =
      ConvSpec.of(2, 2).activation(Activation.RELU).precision(Precision.F16).stride(2);

  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4).bias(10, 20);
  private static final TensorSpec INPUT =
      TensorSpec.of(new Shape(1, 2, 1, 3), DType.F16, Layout.NCHW);
  private static final HostTensor X = HostTensor.of(INPUT, 1, 0, 2, 3, 0, 4);
  private static final float[] Y = {17, 20, 35, 42};
  private static final HostTensor ZEROS = HostTensor.allocate(SPEC.output(INPUT));

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  private interface Scene {
    void run(CudaBackend backend, ConvLayer layer, Tensor x, Tensor y);
  }

  private static void scene(Scene scene) {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(X);
        Tensor y = backend.allocate(SPEC.output(INPUT))) {
      scene.run(backend, layer, x, y);
    }
  }

  private static void assertReplays(Recording recording, Tensor y) {
    y.write(ZEROS);
    recording.replay();
    assertArrayEquals(Y, y.download().toArray());
  }

  private static void assertRecords(CudaBackend backend, Runnable work, Tensor y) {
    try (Recording recording = backend.record(work)) {
      assertReplays(recording, y);
    }
  }

  @Test
  void launchesOneGraphAndNothingElse() {
    scene(
        (backend, layer, x, y) -> {
          try (Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
            long products = StandIn.calls("cublasGemmEx");
            long kernels = StandIn.calls("cuLaunchKernel");
            long graphs = StandIn.calls("cuGraphLaunch");
            assertReplays(recording, y);
            assertReplays(recording, y);
            assertEquals(products, StandIn.calls("cublasGemmEx"));
            assertEquals(kernels, StandIn.calls("cuLaunchKernel"));
            assertEquals(graphs + 2, StandIn.calls("cuGraphLaunch"));
          }
        });
  }

  @Test
  void keepsItsScratchMemoryWhateverTheLanesBecomes() {
    scene(
        (backend, layer, x, y) -> {
          layer.runInto(x, null, y);
          try (Recording recording = backend.record(() -> layer.runInto(x, null, y));
              Tensor large = backend.allocate(SPEC.input(4, 64, 64))) {
            for (int turn = 0; turn < 2; turn++) {
              layer.run(large).close();
              assertReplays(recording, y);
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "cuStreamCreate, 1, 999",
    "cublasCreate, 1, 1",
    "cublasSetWorkspace, 1, 7",
    "cuStreamBeginCapture_v2, 1, 999",
    "cublasGemmEx, 1, 13",
    "cublasGemmEx, 2, 13",
    "cuLaunchKernel, 1, 701",
    "cuLaunchKernel, 3, 701",
    "cuLaunchKernel, 4, 701",
    "cuStreamEndCapture, 1, 901",
    "cuGraphInstantiateWithFlags, 1, 999",
  })
  void recordsAgainAfterACallThatFailed(String call, int nth, int code) {
    scene(
        (backend, layer, x, y) -> {
          Runnable work = () -> layer.runInto(x, null, y);
          layer.runInto(x, null, y);
          StandIn.fail(call, nth, code, 0);
          CudaException failure =
              assertThrows(CudaException.class, () -> backend.record(work).close());
          assertTrue(call.startsWith(failure.call()), failure::toString);
          assertEquals(code, failure.code());
          y.write(ZEROS);
          layer.runInto(x, null, y);
          assertArrayEquals(Y, y.download().toArray());
          assertRecords(backend, work, y);
        });
  }

  /** The graph is gone, but the driver reports a failure of something earlier. */
  @Test
  void recordsAgainAfterACallThatFailedLate() {
    scene(
        (backend, layer, x, y) -> {
          Runnable work = () -> layer.runInto(x, null, y);
          StandIn.fail("cuGraphDestroy", 1, 999, StandIn.AFTER);
          assertThrows(CudaException.class, () -> backend.record(work).close());
          assertRecords(backend, work, y);
        });
  }

  @Test
  void replaysAgainAfterALaunchThatFailed() {
    scene(
        (backend, layer, x, y) -> {
          try (Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
            StandIn.fail("cuGraphLaunch", 1, 999, 0);
            CudaException failure = assertThrows(CudaException.class, recording::replay);
            assertEquals("cuGraphLaunch", failure.call());
            assertReplays(recording, y);
          }
        });
  }

  @Test
  void freesTheRestWhenTheGraphCannotBeDestroyed() {
    scene(
        (backend, layer, x, y) -> {
          Recording recording = backend.record(() -> layer.runInto(x, null, y));
          StandIn.fail("cuGraphExecDestroy", 1, 999, StandIn.AFTER);
          assertThrows(BackendException.class, recording::close);
          recording.close();
        });
  }

  @Test
  void recordsNothingWithoutMemoryForItsScratch() {
    scene(
        (backend, layer, x, y) -> {
          try (Tensor large = backend.allocate(SPEC.input(4, 512, 512));
              Tensor output = backend.allocate(SPEC.output(large.spec()))) {
            layer.runInto(x, null, y);
            StandIn.memoryLimit(38 << 20);
            assertThrows(
                DeviceMemoryException.class,
                () -> backend.record(() -> layer.runInto(large, null, output)).close());
            assertRecords(backend, () -> layer.runInto(x, null, y), y);
          }
        });
  }

  @Test
  void refusesWorkThatIsNotTheSameTwice() {
    scene(
        (backend, layer, x, y) -> {
          AtomicInteger turns = new AtomicInteger();
          try (Tensor large = backend.allocate(SPEC.input(1, 16, 16));
              Tensor output = backend.allocate(SPEC.output(large.spec()))) {
            Runnable work =
                () -> {
                  boolean first = turns.getAndIncrement() == 0;
                  layer.runInto(first ? x : large, null, first ? y : output);
                };
            Refusal.state(() -> backend.record(work).close(), "scratch memory", "the same");
            assertRecords(backend, () -> layer.runInto(x, null, y), y);
          }
        });
  }

  @Test
  void failsAsItsWorkDoesWhileItIsCaptured() {
    scene(
        (backend, layer, x, y) -> {
          AtomicInteger turns = new AtomicInteger();
          Runnable work =
              () -> {
                layer.runInto(x, null, y);
                if (turns.getAndIncrement() == 1) {
                  throw new ArithmeticException("the caller's");
                }
              };
          long ends = StandIn.calls("cuStreamEndCapture");
          ArithmeticException failure =
              assertThrows(ArithmeticException.class, () -> backend.record(work).close());
          assertEquals(ends + 1, StandIn.calls("cuStreamEndCapture"));
          assertEquals(0, failure.getSuppressed().length);
          turns.set(2);
          assertRecords(backend, work, y);
        });
  }

  @Test
  void closesWithItsBackend() {
    CudaBackend backend = CudaBackend.open();
    ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
    Tensor x = backend.upload(X);
    Tensor y = layer.run(x);
    Recording recording = backend.record(() -> layer.runInto(x, null, y));
    recording.replay();
    backend.close();
    assertEquals(0, StandIn.live("all"));
    for (AutoCloseable each : new AutoCloseable[] {recording, y, x, layer}) {
      assertDoesNotThrow(each::close);
    }
  }
}
