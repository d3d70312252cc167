package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four devices of the stand-in as one: what each is given to do, and what happens if one fails. */
@Tag("cuda13")
class CudaMultiTest {
  private static final ConvSpec SPEC = ConvSpec.of(2, 2);
  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4).bias(10, 20);

  @BeforeEach
  void haveFour() {
    StandIn.devices(4);
  }

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    StandIn.devices(2);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static Backend open() {
    return Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
  }

  private static HostTensor input(int images) {
    return HostTensor.allocate(SPEC.input(images, 1, 1)).fill(1);
  }

  private static void assertComputes(ConvLayer layer, Tensor x) {
    try (Tensor y = layer.run(x)) {
      float[] expected = new float[2 * x.spec().shape().n()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = i % 2 == 0 ? 13 : 27;
      }
      assertArrayEquals(expected, y.download().toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 9})
  void eachDeviceWithImagesHasAsManyCallsAsOneAlone(int images) {
    long used = Math.min(images, 4);
    long[][] alone = callsOf(CudaBackend.open(), 1);
    long[][] together = callsOf(open(), images);
    for (int i = 0; i < alone.length; i++) {
      assertArrayEquals(Arrays.stream(alone[i]).map(n -> used * n).toArray(), together[i]);
    }
  }

  /** What a run and what a replay of it call. */
  private static long[][] callsOf(Backend opened, int images) {
    try (Backend backend = opened;
        ConvLayer layer = backend.prepare(SPEC, WEIGHTS);
        Tensor x = backend.upload(input(images));
        Tensor y = layer.run(x);
        Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
      return new long[][] {calls(() -> layer.runInto(x, null, y)), calls(recording::replay)};
    }
  }

  /** Calls of any kind, and those that set the context, enqueue and wait. */
  private static long[] calls(Runnable work) {
    String[] names = {
      "all",
      "cuCtxSetCurrent",
      "cublasLtMatmul",
      "cuGraphLaunch",
      "cuStreamWaitEvent",
      "cuStreamSynchronize",
      "cuEventSynchronize",
      "cuCtxSynchronize"
    };
    work.run();
    long[] before = Arrays.stream(names).mapToLong(StandIn::calls).toArray();
    work.run();
    long[] calls = Arrays.stream(names).mapToLong(StandIn::calls).toArray();
    for (int i = 0; i < names.length; i++) {
      calls[i] -= before[i];
    }
    assertTrue(calls[0] > 0 && calls[1] > 0, Arrays.toString(calls));
    return calls;
  }

  @Test
  void namesTheDeviceWithoutMemoryAndFreesWhatTheOthersGave() {
    StandIn.memoryLimit(200 << 20);
    try (Backend four = open();
        ConvLayer layer = four.prepare(SPEC, WEIGHTS);
        Tensor x = four.upload(input(4));
        CudaBackend third = CudaBackend.open(2)) {
      long before = StandIn.live("device_memory");
      try (Tensor hog = third.allocate(megabytes(128))) {
        assertEquals(before + 1, StandIn.live("device_memory"), hog::toString);
        DeviceMemoryException refused =
            assertThrows(DeviceMemoryException.class, () -> four.allocate(megabytes(256)).close());
        assertTrue(
            String.valueOf(refused.getMessage()).endsWith(", on device 2"), refused::toString);
        assertEquals(64 << 20, refused.requested());
        assertEquals(200 << 20, refused.total());
      }
      four.synchronize();
      third.synchronize();
      assertEquals(before, StandIn.live("device_memory"));
      four.allocate(megabytes(256)).close();
      assertComputes(layer, x);
    }
  }

  /** Four images. */
  private static TensorSpec megabytes(int count) {
    return TensorSpec.of(new Shape(4, count, 1 << 8, 1 << 8), DType.F32, Layout.NCHW);
  }

  @Test
  void namesTheDeviceThatFailsInTheMiddleOfARun() {
    try (Backend four = open();
        ConvLayer layer = four.prepare(SPEC, WEIGHTS);
        Tensor x = four.upload(input(4))) {
      StandIn.fail("cublasLtMatmul", 3, 13, 0);
      CudaException failure = assertThrows(CudaException.class, () -> layer.run(x).close());
      assertEquals("cublasLtMatmul", failure.call());
      assertEquals(13, failure.code());
      assertTrue(String.valueOf(failure.getMessage()).endsWith(", on device 2"), failure::toString);
      assertComputes(layer, x);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuMemAllocFromPoolAsync",
        "cuMemcpyHtoDAsync",
        "cuMemcpyDtoHAsync",
        "cublasLtMatmul",
        "cuEventCreate",
        "cuStreamSynchronize",
        "cuMemFreeAsync",
        "cuEventElapsedTime",
        "cublasCreate"
      })
  void freesEverythingWhicheverDeviceFails(String call) {
    for (int nth = 1; nth <= 13; nth += 3) {
      StandIn.heal();
      int flags = call.equals("cuMemFreeAsync") ? StandIn.AFTER : 0;
      StandIn.fail(call, nth, call.startsWith("cublas") ? 1 : 999, flags);
      try (Backend four = open();
          ConvLayer layer = four.prepare(SPEC, WEIGHTS);
          Tensor x = four.upload(input(4));
          Stopwatch stopwatch = four.stopwatch()) {
        stopwatch.start();
        assertComputes(layer, x);
        stopwatch.stop();
        assertTrue(stopwatch.seconds() >= 0);
        four.synchronize();
      } catch (BackendException failure) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(call + " failed") && message.contains("device "), message);
      }
      assertEquals(0, StandIn.live("all"), call + " " + nth);
    }
  }

  @Test
  void closesTheOthersWhereOneCannotBeOpened() {
    StandIn.fail("cuModuleLoadData", 3, 46, 0);
    BackendUnavailableException failure =
        assertThrows(BackendUnavailableException.class, CudaMultiTest::open);
    assertTrue(
        String.valueOf(failure.getMessage()).startsWith("device 2 cannot be opened"),
        failure::toString);
    assertEquals(0, StandIn.live("all"));
  }

  /** The context that is current then is the next device's, which entered it twice. */
  @Test
  void freesOnADeviceThatCannotBeEnteredAtOnce() {
    try (Backend four = open()) {
      long before = StandIn.live("device_memory");
      Tensor x = four.upload(input(4));
      StandIn.fail("cuCtxSetCurrent", 3, 999, 0);
      BackendException failure = assertThrows(BackendException.class, x::close);
      assertTrue(String.valueOf(failure.getMessage()).endsWith(", on device 2"), failure::toString);
      four.synchronize();
      assertEquals(before, StandIn.live("device_memory"));
    }
  }

  @Test
  void closingGoesOnAfterEachFailure() {
    Backend four = open();
    StandIn.fail("cuModuleUnload", 0, 999, StandIn.AFTER);
    BackendException first = assertThrows(BackendException.class, four::close);
    assertTrue(String.valueOf(first.getMessage()).endsWith(", on device 3"), first::toString);
    assertEquals(
        "[2, 1, 0]",
        Arrays.toString(
            Arrays.stream(first.getSuppressed())
                .map(each -> String.valueOf(each.getMessage()).replaceAll(".*, on device ", ""))
                .toArray()));
  }
}
