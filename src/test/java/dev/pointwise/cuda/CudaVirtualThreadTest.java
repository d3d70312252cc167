package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jcuda.driver.CUcontext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * A virtual thread that has to wait goes on wherever a thread is free to carry it, and the one that
 * it leaves carries others: what the driver keeps for each thread is not its own then.
 */
@Tag("cuda13")
@Timeout(60)
class CudaVirtualThreadTest {
  private static final int CARRIERS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());

  private static final HostTensor ONES = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 1, 1);

  private final CudaBackend backend = CudaBackend.open();
  private final ConvLayer layer = backend.prepare(ConvSpec.of(1, 1), ConvWeights.of(2));
  private final CudaTensor x = (CudaTensor) backend.upload(ONES);
  private final CudaTensor y = (CudaTensor) backend.allocate(x.spec());

  @AfterEach
  void leavesNothing() {
    y.close();
    x.close();
    layer.close();
    backend.close();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
  }

  private static void twiceOnes(HostTensor host) {
    assertArrayEquals(new float[] {2, 2}, host.toArray());
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it should have waited");
      Thread.onSpinWait();
    }
  }

  /** Runs work on every thread that carries virtual ones: each of them spins until all are busy. */
  private static void onEveryCarrier(Runnable work) throws Exception {
    AtomicInteger busy = new AtomicInteger();
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < CARRIERS; i++) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                busy.incrementAndGet();
                while (busy.get() < CARRIERS) {
                  Thread.onSpinWait();
                }
                work.run();
              },
              null);
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  /** Leaves no carrier thread the context that a virtual thread entered there. */
  private static void loseContexts() throws Exception {
    onEveryCarrier(() -> Driver.setCurrent(new CUcontext()));
  }

  private record Case(String name, Runnable work) {}

  private Stream<Case> cases() {
    return Stream.of(
        new Case("run", () -> layer.runInto(x, null, y)),
        new Case("write", () -> y.write(ONES)),
        new Case("read", () -> y.download()),
        new Case("close", y::close));
  }

  @TestFactory
  Stream<DynamicTest> entersTheContextAfterWaitingForATensor() {
    return cases()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name,
                    () -> {
                      y.buffer().lock();
                      FutureTask<Void> task = new FutureTask<>(each.work, null);
                      Thread waiting = Thread.ofVirtual().start(task);
                      awaitWaiting(waiting);
                      loseContexts();
                      y.buffer().unlock();
                      task.get();
                    }));
  }

  @Test
  void entersTheContextAfterWaitingForALane() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CyclicBarrier all = new CyclicBarrier(Lanes.MOST + 1);
    List<Thread> holders = new ArrayList<>();
    for (int i = 0; i < Lanes.MOST; i++) {
      holders.add(
          Thread.ofPlatform()
              .start(
                  () ->
                      backend.onLane(
                          lane -> {
                            try {
                              all.await();
                              done.await();
                            } catch (Exception e) {
                              throw new IllegalStateException(e);
                            }
                          })));
    }
    all.await();
    FutureTask<Void> task = new FutureTask<>(() -> layer.runInto(x, null, y), null);
    Thread waiting = Thread.ofVirtual().start(task);
    awaitWaiting(waiting);
    loseContexts();
    done.countDown();
    task.get();
    twiceOnes(y.download());
    for (Thread holder : holders) {
      holder.join();
    }
  }

  /** The work waits each time that it runs, the second time while it is captured. */
  @Test
  void letsRecordedWorkWaitWhileOthersTransfer() throws Exception {
    List<CountDownLatch> going = List.of(new CountDownLatch(1), new CountDownLatch(1));
    AtomicInteger times = new AtomicInteger();
    FutureTask<Recording> task =
        new FutureTask<>(
            () ->
                backend.record(
                    () -> {
                      layer.runInto(x, null, y);
                      try {
                        going.get(times.getAndIncrement()).await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    Thread recorder = Thread.ofVirtual().start(task);
    for (int i = 0; i < going.size(); i++) {
      while (times.get() <= i && recorder.isAlive()) {
        Thread.onSpinWait();
      }
      awaitWaiting(recorder);
      onEveryCarrier(
          () -> {
            try (Tensor other = backend.upload(ONES)) {
              assertArrayEquals(ONES.toArray(), other.download().toArray());
            }
          });
      loseContexts();
      going.get(i).countDown();
    }
    try (Recording recording = task.get()) {
      y.write(ONES);
      recording.replay();
      twiceOnes(y.download());
    }
  }
}
