package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  /** Made on one thread's lane, where it runs whoever replays it. */
  private Recording recordedElsewhere(CudaBackend backend, Runnable work) throws Exception {
    return one.submit(() -> backend.record(work)).get();
  }

  @Test
  void readsWhatAnotherThreadWroteAndIsReadByIt() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(ONES);
        Tensor a = backend.upload(ONES);
        Tensor b = backend.allocate(x.spec());
        Tensor y = backend.allocate(x.spec());
        Recording recording = recordedElsewhere(backend, () -> layer.runInto(a, null, b))) {
      for (int turn = 1; turn <= 20; turn++) {
        x.write(twice(turn));
        on(two, () -> layer.runInto(x, null, a));
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
        Recording recording = recordedElsewhere(backend, () -> layer.runInto(x, null, y))) {
      recording.replay();
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
          recordedElsewhere(
              backend,
              () -> {
                layer.runInto(x, null, middle);
                layer.runInto(middle, null, y);
              });
      y.write(twice(0));
      recording.replay();
      for (AutoCloseable each : new AutoCloseable[] {recording, middle, x, layer}) {
        each.close();
      }
      assertHolds(4, y);
    }
  }

  /** In the midst of the work, another thread does all that would spoil a careless capture. */
  @Test
  void capturesNothingOfAnotherThreads() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(ONES);
        Tensor y = backend.allocate(x.spec());
        Tensor z = backend.allocate(x.spec())) {
      Runnable work =
          () -> {
            layer.runInto(x, null, y);
            join(one.submit(() -> disturb(backend, x, y)));
            layer.runInto(y, null, z);
          };
      try (Recording recording = backend.record(work)) {
        assertHolds(4, z);
        x.write(twice(3));
        recording.replay();
        assertHolds(12, z);
      }
    }
  }

  private static void disturb(CudaBackend backend, Tensor x, Tensor y) {
    try (ConvLayer other = backend.prepare(DOUBLING, ConvWeights.of(5));
        Stopwatch stopwatch = backend.stopwatch()) {
      stopwatch.start();
      try (Tensor w = other.run(x);
          Tensor v = other.run(y)) {
        assertHolds(5, w);
        assertHolds(10, v);
      }
      stopwatch.stop();
      assertTrue(stopwatch.seconds() >= 0);
      backend.synchronize();
    }
  }

  private static void join(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
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

  /** Who waits for the first of two buffers does not hold the second. */
  @Test
  @Timeout(60)
  void locksInTheOrderThatLayersLockIn() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        CudaTensor first = (CudaTensor) backend.upload(ONES);
        CudaTensor second = (CudaTensor) backend.upload(ONES)) {
      first.buffer().lock();
      Thread other =
          Thread.ofPlatform()
              .start(
                  () ->
                      backend.onLane(
                          lane -> {
                            BufferSet buffers = lane.buffers();
                            buffers.write(second.buffer());
                            buffers.read(first.buffer());
                            buffers.begin();
                            buffers.end();
                          }));
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      Future<?> taken =
          one.submit(
              () -> {
                second.buffer().lock();
                second.buffer().unlock();
              });
      try {
        taken.get(30, TimeUnit.SECONDS);
      } finally {
        first.buffer().unlock();
        other.join();
      }
    }
  }
}
