package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replays take effect in the order of the calls, whichever threads make them. */
interface RecordingOrderContract extends BackendSource {
  private static float[] full(float value) {
    return HostTensors.full(SmallLayer.OUTPUT, value).toArray();
  }

  @Test
  default void survivesTheClosingOfAllThatItUses() {
    SmallLayer small = new SmallLayer(backend());
    try (Tensor y = backend().upload(HostTensors.full(SmallLayer.OUTPUT, Float.NaN))) {
      Recording recording = backend().record(() -> small.layer.runInto(small.x, null, y));
      y.write(HostTensors.full(SmallLayer.OUTPUT, Float.NaN));
      recording.replay();
      Closing.closeAll(recording, small);
      try (Tensor reused = backend().upload(HostTensors.full(SmallLayer.INPUT, Float.NaN))) {
        assertTrue(reused.spec().isCompact());
        assertArrayEquals(full(4), y.download().toArray());
      }
    }
  }

  /** Each thread has tensors of its own; half of them replay, the others call the layer. */
  @Test
  @Timeout(60)
  default void replaysFromManyThreads() throws Exception {
    try (ConvLayer layer = backend().prepare(SmallLayer.SPEC, SmallLayer.weights());
        ExecutorService threads = Executors.newFixedThreadPool(ThreadContract.THREADS)) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int thread = 0; thread < ThreadContract.THREADS; thread++) {
        int seed = 1 + thread;
        tasks.add(threads.submit(() -> alternate(layer, seed)));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
  }

  private void alternate(ConvLayer layer, int seed) {
    try (Tensor x = backend().allocate(SmallLayer.INPUT);
        Tensor middle = backend().allocate(SmallLayer.OUTPUT);
        Tensor y = backend().allocate(SmallLayer.OUTPUT)) {
      x.write(HostTensors.full(SmallLayer.INPUT, 1));
      Runnable work =
          () -> {
            layer.runInto(x, null, middle);
            layer.runInto(middle, x, y);
          };
      try (Recording recording = backend().record(work)) {
        for (int turn = 0; turn < ThreadContract.RUNS; turn++) {
          x.write(HostTensors.full(SmallLayer.INPUT, seed + turn));
          if (turn % 2 == 0) {
            recording.replay();
          } else {
            work.run();
          }
          assertArrayEquals(full(17 * (seed + turn)), y.download().toArray());
        }
      }
    }
  }

  /** Threads replay two recordings that pass one tensor on to each other. */
  @Test
  @Timeout(60)
  default void keepsTheOrderOfReplaysOnSharedTensors() throws Exception {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor z = backend().allocate(SmallLayer.OUTPUT);
        Recording first = backend().record(() -> small.layer.runInto(small.x, null, small.y));
        Recording second = backend().record(() -> small.layer.runInto(small.y, small.x, z));
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newSingleThreadExecutor()) {
      for (int turn = 0; turn < 100; turn++) {
        HostTensor input = HostTensors.full(SmallLayer.INPUT, turn);
        one.submit(() -> small.x.write(input)).get();
        two.submit(first::replay).get();
        one.submit(second::replay).get();
        two.submit(() -> small.x.write(HostTensors.full(SmallLayer.INPUT, Float.NaN))).get();
        assertArrayEquals(full(17 * turn), z.download().toArray());
      }
    }
  }
}
