package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Work of several threads on one tensor keeps its order, though it runs on several streams. The
 * stand-in runs nothing before it has to, so a wait that is missing shows every time.
 */
class CudaOrderTest {
  private static final ConvSpec DOUBLING = ConvSpec.of(1, 1);
  private static final HostTensor BEFORE = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 1, 2);
  private static final HostTensor AFTER = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 5, 6);

  private static final int TURNS = 1500;

  private final List<Long> waits = new ArrayList<>();

  @AfterEach
  void leavesNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  /** Runs a layer on x in as many threads as make sure that one has another stream than ours. */
  private static List<Tensor> runElsewhere(ConvLayer layer, Tensor x) {
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread = Thread.ofPlatform().start(() -> outputs.add(layer.run(x)));
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return outputs;
  }

  private static void assertOutputs(float[] expected, Consumer<Tensor> afterwards) {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE)) {
      List<Tensor> outputs = runElsewhere(layer, x);
      assertEquals(2, outputs.size());
      afterwards.accept(x);
      for (Tensor y : outputs) {
        assertArrayEquals(expected, y.download().toArray());
        y.close();
      }
    }
  }

  /** Two threads at once, many times: each computes one half of the channels of one tensor. */
  @Test
  void keepsSlicesThatTwoThreadsWriteAtOnce() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE);
        Tensor wide =
            backend.allocate(TensorSpec.of(new Shape(1, 2, 1, 2), DType.F32, Layout.NCHW));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      HostTensor unwritten = HostTensor.allocate(wide.spec()).fill(Float.NaN);
      for (int turn = 0; turn < TURNS; turn++) {
        wide.write(unwritten);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<?>> halves = new ArrayList<>();
        for (int half = 0; half < 2; half++) {
          Tensor slice = wide.slice(half, 1);
          halves.add(
              threads.submit(
                  () -> {
                    together.await();
                    layer.runInto(x, null, slice);
                    return null;
                  }));
        }
        for (Future<?> half : halves) {
          half.get();
        }
        assertArrayEquals(new float[] {2, 4, 2, 4}, wide.download().toArray(), "turn " + turn);
      }
    }
  }

  /** One thread reads a slice that is there, another writes the next, as dense blocks do. */
  @Test
  void readsOneSliceWhileAnotherIsWritten() throws Exception {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int turn = 0; turn < TURNS; turn++) {
        try (Tensor x = backend.upload(BEFORE);
            Tensor wide =
                backend.upload(HostTensor.of(new Shape(1, 2, 1, 2), Layout.NCHW, 5, 6, 0, 0));
            Tensor y = backend.allocate(x.spec())) {
          CyclicBarrier together = new CyclicBarrier(2);
          Future<?> reads =
              threads.submit(
                  () -> {
                    together.await();
                    layer.runInto(wide.slice(0, 1), null, y);
                    return null;
                  });
          Future<?> writes =
              threads.submit(
                  () -> {
                    together.await();
                    layer.runInto(x, null, wide.slice(1, 1));
                    return null;
                  });
          reads.get();
          writes.get();
          assertArrayEquals(new float[] {5, 6, 2, 4}, wide.download().toArray(), "turn " + turn);
          assertArrayEquals(new float[] {10, 12}, y.download().toArray(), "turn " + turn);
        }
      }
    }
  }

  @Test
  void waitsForAnotherThreadsUploadOnce() throws InterruptedException {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE);
        Tensor y = backend.allocate(x.spec())) {
      for (int i = 0; i < 2; i++) {
        Thread thread =
            Thread.ofPlatform()
                .start(
                    () -> {
                      layer.runInto(x, null, y);
                      long before = StandIn.calls("cuStreamWaitEvent");
                      for (int call = 0; call < 10; call++) {
                        layer.runInto(x, null, y);
                      }
                      waits.add(StandIn.calls("cuStreamWaitEvent") - before);
                    });
        thread.join();
      }
    }
    assertEquals(List.of(0L, 0L), waits);
  }

  @Test
  void readsWhatAnotherThreadUploaded() {
    assertOutputs(new float[] {2, 4}, x -> {});
  }

  @Test
  void writesOnlyOnceOthersHaveRead() {
    assertOutputs(new float[] {2, 4}, x -> x.write(AFTER));
  }

  @Test
  void freesOnlyOnceOthersHaveRead() {
    assertOutputs(new float[] {2, 4}, Tensor::close);
  }

  @Test
  void copiesWhatAnotherThreadComputed() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE);
        Tensor copy = backend.allocate(x.spec())) {
      for (Tensor y : runElsewhere(layer, x)) {
        backend.copy(y, copy);
        y.close();
        assertArrayEquals(new float[] {2, 4}, copy.download().toArray());
      }
    }
  }

  @Test
  void copiesOntoATensorOnlyOnceOthersHaveRead() {
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(DOUBLING, ConvWeights.of(2));
        Tensor x = backend.upload(BEFORE);
        Tensor other = backend.upload(AFTER)) {
      List<Tensor> outputs = runElsewhere(layer, x);
      backend.copy(other, x);
      for (Tensor y : outputs) {
        assertArrayEquals(new float[] {2, 4}, y.download().toArray());
        y.close();
      }
      assertArrayEquals(new float[] {5, 6}, x.download().toArray());
    }
  }
}
