package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Replays take their place among other threads' work on the same tensors, and captures leave it
 * alone. The stand-in runs nothing before it has to, so a wait that is missing shows every time.
 */
@Tag("cuda13")
class CudaRecordingOrderTest {
  private static final ConvSpec DOUBLING = ConvSpec.of(1, 1);
  private static final HostTensor ONES = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 1, 1);
  private static final int TURNS = 300;

  /** Two threads of ids that differ by one have lanes of their own. */
  private final ExecutorService one = Executors.newSingleThreadExecutor();

  private final ExecutorService two = Executors.newSingleThreadExecutor();

  @AfterEach
  void leavesNothing() {
    one.shutdownNow();
    two.shutdownNow();
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static void on(ExecutorService thread, Runnable work) throws Exception {
    thread.submit(work).get();
  }

  private static HostTensor twice(float value) {
    return HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, value, value);
  }

  private static void assertHolds(float value, Tensor tensor) {
    assertArrayEquals(new float[] {value, value}, tensor.download().toArray());
  }

  @Test
  void readsWhatAnotherThreadWroteAndIsReadByAThird() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(ONES);
        Tensor a = backend.allocate(x.spec());
        Tensor b = backend.allocate(x.spec());
        Tensor y = backend.allocate(x.spec());
        Recording recording = backend.record(() -> layer.runInto(a, null, b))) {
      for (int turn = 1; turn <= 20; turn++) {
        x.write(twice(turn));
        on(one, () -> layer.runInto(x, null, a));
        recording.replay();
        on(two, () -> layer.runInto(b, null, y));
        assertHolds(8 * turn, y);
      }
    }
  }

  @Test
  void isOverwrittenOnlyOnceItHasRun() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor nothing = backend.upload(twice(0));
        Tensor x = backend.upload(ONES);
        Tensor y = backend.allocate(x.spec());
        Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
      on(one, recording::replay);
      on(two, () -> layer.runInto(nothing, null, x));
      assertHolds(2, y);
      assertHolds(0, x);
    }
  }

  @Test
  void isFreedOnlyOnceItHasRun() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        Tensor y = backend.allocate(ONES.spec())) {
      ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
      Tensor x = backend.upload(ONES);
      Tensor middle = backend.allocate(x.spec());
      Recording recording =
          backend.record(
              () -> {
                layer.runInto(x, null, middle);
                layer.runInto(middle, null, y);
              });
      y.write(twice(0));
      on(one, recording::replay);
      for (AutoCloseable each : new AutoCloseable[] {recording, middle, x, layer}) {
        each.close();
      }
      assertHolds(4, y);
    }
  }

  /** One thread records all the time; the other does all that would spoil a careless capture. */
  @Test
  @Timeout(60)
  void recordsWhileAnotherThreadUsesItsLaneAndTensors() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(ONES);
        Tensor y = backend.allocate(x.spec());
        Tensor z = backend.allocate(x.spec())) {
      CyclicBarrier together = new CyclicBarrier(2);
      Future<?> records = one.submit(() -> record(together, backend, layer, x, y));
      Future<?> disturbs = two.submit(() -> disturb(together, backend, layer, x, z));
      records.get();
      disturbs.get();
      assertHolds(2, z);
    }
  }

  private static Void record(
      CyclicBarrier together, CudaBackend backend, ConvLayer layer, Tensor x, Tensor y)
      throws Exception {
    for (int turn = 0; turn < TURNS; turn++) {
      together.await();
      y.write(twice(0));
      try (Recording recording = backend.record(() -> layer.runInto(x, null, y))) {
        assertHolds(2, y);
        y.write(twice(0));
        recording.replay();
        assertHolds(2, y);
      }
    }
    return null;
  }

  private static Void disturb(
      CyclicBarrier together, CudaBackend backend, ConvLayer layer, Tensor x, Tensor z)
      throws Exception {
    for (int turn = 0; turn < TURNS; turn++) {
      together.await();
      try (ConvLayer other = backend.prepare(DOUBLING, ConvWeights.of(3));
          Tensor w = other.run(x)) {
        layer.runInto(x, null, z);
        backend.synchronize();
        assertHolds(3, w);
      }
    }
    return null;
  }

  @Test
  @Timeout(60)
  void replaysFromMoreThreadsThanThereAreLanes() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(ONES);
        Tensor y = backend.allocate(x.spec());
        Recording recording = backend.record(() -> layer.runInto(x, null, y));
        ExecutorService threads = Executors.newFixedThreadPool(Lanes.MOST + 4)) {
      Callable<Void> task =
          () -> {
            for (int turn = 0; turn < TURNS; turn++) {
              recording.replay();
              assertHolds(2, y);
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(Lanes.MOST + 4, task))) {
        done.get();
      }
    }
  }

  /** Recordings that use the same tensors in opposite orders do not wait for each other. */
  @Test
  @Timeout(60)
  void locksInOneOrder() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor a = backend.upload(ONES);
        Tensor b = backend.upload(ONES);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Recording> recordings =
          List.of(
              backend.record(() -> layer.runInto(a, null, b)),
              one.submit(() -> backend.record(() -> layer.runInto(b, null, a))).get());
      List<Callable<Void>> tasks = new ArrayList<>();
      for (Recording recording : recordings) {
        tasks.add(
            () -> {
              for (int turn = 0; turn < 50 * TURNS; turn++) {
                recording.replay();
              }
              return null;
            });
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
      backend.synchronize();
      for (Recording recording : recordings) {
        recording.close();
      }
    }
  }
}
