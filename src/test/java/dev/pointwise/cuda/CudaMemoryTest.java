package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryStatus;
import dev.pointwise.backend.Recording;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the CUDA backend does where memory is short, by its own limit or by the device's. */
class CudaMemoryTest {
  private static final long MIB = 1 << 20;

  /** What a lane takes for its workspace. */
  private static final long LANE = 32 * MIB;

  /** Takes 8 MiB of scratch memory for its input, of whose 32 MiB it reads a quarter. */
  private static final ConvSpec GATHERING = ConvSpec.of(4, 4).stride(2);

  private static final TensorSpec INPUT = GATHERING.input(1, 1024, 2048);

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    StandIn.memoryLimit(8L << 30);
    StandIn.arithmetic(true);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static TensorSpec mib(long count) {
    return TensorSpec.of(new Shape(Math.toIntExact(count), 1, 512, 512), DType.F32, Layout.NCHW);
  }

  /** The two ways in which memory can be short. */
  static Stream<BiConsumer<CudaBackend, Long>> limits() {
    return Stream.of((backend, bytes) -> StandIn.memoryLimit(bytes), Backend::limitMemory);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void refusesAndGoesOn(BiConsumer<CudaBackend, Long> limit) {
    HostTensor image = HostTensor.allocate(mib(1)).fill(3);
    try (CudaBackend backend = CudaBackend.open();
        Tensor kept = backend.upload(image)) {
      limit.accept(backend, LANE + 10 * MIB);
      DeviceMemoryException refused =
          assertThrows(DeviceMemoryException.class, () -> backend.allocate(mib(12)));
      assertEquals(12 * MIB, refused.requested());
      assertEquals(9 * MIB, refused.free());
      assertEquals(LANE + MIB, backend.memory().inUse());
      try (Tensor fits = backend.allocate(mib(9))) {
        assertThrows(DeviceMemoryException.class, () -> backend.upload(image));
        assertEquals(LANE + MIB + fits.spec().storageBytes(), backend.memory().inUse());
      }
      backend.upload(image).close();
      assertArrayEquals(image.toArray(), kept.download().toArray());
      limit.accept(backend, LANE + 14 * MIB);
      backend.allocate(mib(12)).close();
    }
  }

  @Test
  void namesTheLimitAndTheDevice() {
    StandIn.memoryLimit(LANE + 40 * MIB);
    try (CudaBackend backend = CudaBackend.open()) {
      backend.limitMemory(LANE + 8 * MIB);
      DeviceMemoryException refused =
          assertThrows(DeviceMemoryException.class, () -> backend.allocate(mib(9)));
      assertEquals(
          "the backend's limit: out of device memory: requested 9437184 bytes, free 8388608,"
              + " total 75497472, limit 41943040, in the allocation of "
              + mib(9),
          refused.getMessage());
      assertEquals(LANE + 8 * MIB, refused.limit());
    }
  }

  /** The stand-in runs what is waiting before it refuses; a driver need not. */
  @Test
  void waitsForAllLanesBeforeItTriesAgain() throws InterruptedException {
    StandIn.arithmetic(false);
    try (CudaBackend backend = CudaBackend.open()) {
      for (int i = 0; i < Lanes.MOST; i++) {
        Thread.ofPlatform().start(() -> backend.allocate(mib(1)).close()).join();
      }
      int lanes = StandIn.live("stream");
      backend.limitMemory(0);
      long before = StandIn.calls("cuStreamSynchronize");
      assertThrows(DeviceMemoryException.class, () -> backend.allocate(mib(1)));
      assertEquals(before + lanes, StandIn.calls("cuStreamSynchronize"));
    }
  }

  @Test
  void limitsEachOfSeveralDevices() {
    try (Backend both = Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF)) {
      both.limitMemory(LANE + 10 * MIB);
      assertEquals(2 * (LANE + 10 * MIB), both.memory().limit());
      try (Tensor fits = both.allocate(mib(20))) {
        assertEquals(2 * LANE + fits.spec().storageBytes(), both.memory().inUse());
      }
      DeviceMemoryException refused =
          assertThrows(DeviceMemoryException.class, () -> both.allocate(mib(22)));
      assertTrue(String.valueOf(refused.getMessage()).contains("device 0"), refused::getMessage);
      assertEquals(LANE + 10 * MIB, refused.limit());
      assertEquals(2 * LANE, both.memory().inUse());
    }
  }

  @Test
  void tellsWhatThePoolKeeps() {
    try (CudaBackend backend = CudaBackend.open()) {
      backend.allocate(mib(8)).close();
      backend.synchronize();
      MemoryStatus kept = backend.memory();
      assertEquals(
          new MemoryStatus(LANE, LANE + 8 * MIB, LANE + 8 * MIB, MemoryStatus.UNLIMITED), kept);
      backend.limitMemory(LANE + 2 * MIB);
      backend.synchronize();
      assertEquals(LANE + 2 * MIB, backend.memory().reserved());
    }
  }

  /** The pool of another backend on the device, which nobody else could use. */
  @Test
  void takesWhatAnotherBackendKeepsInReserve() {
    StandIn.memoryLimit(2 * LANE + 24 * MIB);
    try (CudaBackend other = CudaBackend.open();
        CudaBackend backend = CudaBackend.open()) {
      other.allocate(mib(20)).close();
      other.synchronize();
      assertEquals(LANE + 20 * MIB, other.memory().reserved());
      backend.allocate(mib(24)).close();
      assertEquals(LANE, other.memory().reserved());
      other.allocate(mib(1)).close();
    }
  }

  @Test
  void countsForEachBackendAlone() {
    try (CudaBackend first = CudaBackend.open();
        CudaBackend second = CudaBackend.open();
        Tensor large = first.allocate(mib(20))) {
      second.limitMemory(LANE + 4 * MIB);
      first.allocate(mib(30)).close();
      assertThrows(DeviceMemoryException.class, () -> second.allocate(mib(5)));
      assertEquals(LANE, second.memory().inUse());
      assertEquals(LANE + large.spec().storageBytes(), first.memory().inUse());
    }
  }

  @Test
  void recordsOnceMemoryIsFreed() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(ConvSpec.of(1, 1), ConvWeights.of(2));
        Tensor x = backend.upload(HostTensor.allocate(mib(1)).fill(1));
        Tensor y = backend.allocate(mib(1))) {
      StandIn.fail("cuGraphInstantiateWithFlags", 1, 2, 0);
      Recording recording = backend.record(() -> layer.runInto(x, null, y));
      recording.replay();
      recording.close();
      assertEquals(2, y.download().get(0, 0, 0, 0));
      StandIn.fail("cuGraphInstantiateWithFlags", 1, 2, 0);
      StandIn.fail("cuGraphInstantiateWithFlags", 1, 2, 0);
      assertThrows(
          DeviceMemoryException.class, () -> backend.record(() -> layer.runInto(x, null, y)));
      backend.record(() -> layer.runInto(x, null, y)).close();
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void takesTheScratchMemoryOfIdleLanes(BiConsumer<CudaBackend, Long> limit)
      throws InterruptedException {
    StandIn.arithmetic(false);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(GATHERING, ConvWeights.of(new float[16]));
        Tensor x = backend.allocate(INPUT);
        Tensor y = layer.run(x)) {
      for (int i = 0; i < Lanes.MOST; i++) {
        Thread.ofPlatform().start(() -> layer.runInto(x, null, y)).join();
      }
      MemoryStatus all = backend.memory();
      long scratch = y.spec().storageBytes();
      long lanes = (all.inUse() - x.spec().storageBytes() - scratch) / (LANE + scratch);
      assertTrue(lanes > 4, () -> all + ": fewer lanes than threads");
      limit.accept(backend, all.inUse());
      backend.allocate(mib(lanes * scratch / MIB)).close();
      layer.runInto(x, null, y);
    }
  }

  @ParameterizedTest
  @MethodSource("limits")
  void triesNoLaneAgainUntilMemoryIsFreed(BiConsumer<CudaBackend, Long> limit)
      throws InterruptedException {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(ConvSpec.of(1, 1), ConvWeights.of(2));
        Tensor x = backend.upload(HostTensor.allocate(mib(1)).fill(1))) {
      limit.accept(backend, LANE + 8 * MIB);
      int streams = StandIn.live("stream");
      runOnThreads(layer, x);
      long created = StandIn.calls("cuStreamCreate");
      runOnThreads(layer, x);
      assertEquals(created, StandIn.calls("cuStreamCreate"));
      assertEquals(streams, StandIn.live("stream"));
      limit.accept(backend, 8L << 30);
      backend.allocate(mib(1)).close();
      runOnThreads(layer, x);
    }
  }

  private static void runOnThreads(ConvLayer layer, Tensor x) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < Lanes.MOST; i++) {
      Thread.ofPlatform()
          .uncaughtExceptionHandler((where, failure) -> failures.add(failure))
          .start(
              () -> {
                try (Tensor y = layer.run(x)) {
                  assertEquals(2, y.download().get(0, 0, 0, 0));
                }
              })
          .join();
    }
    assertEquals(List.of(), failures);
  }
}
