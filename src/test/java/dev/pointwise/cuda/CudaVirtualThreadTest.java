package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jcuda.driver.CUcontext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  private static final int STUCK_SECONDS = 30;
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

  private static void assertTwiceOnes(Tensor tensor) {
    assertArrayEquals(new float[] {2, 2}, tensor.download().toArray());
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
      assertTrue(thread.isAlive(), "it should have waited");
      Thread.onSpinWait();
    }
  }

  /**
   * Runs work on every thread that carries virtual ones, one after the other: each spins until all
   * are busy, and until it is its turn.
   */
  private static void onEveryCarrier(Runnable work) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STUCK_SECONDS);
    AtomicInteger busy = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < CARRIERS; i++) {
      int turn = i;
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                busy.incrementAndGet();
                while (busy.get() < CARRIERS || done.get() < turn) {
                  assertTrue(System.nanoTime() < end, "a carrier thread is missing");
                  Thread.onSpinWait();
                }
                try {
                  work.run();
                } finally {
                  done.incrementAndGet();
                }
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

  enum Use {
    RUN,
    WRITE,
    READ,
    CLOSE
  }

  private void use(Use use) {
    switch (use) {
      case RUN -> layer.runInto(x, null, y);
      case WRITE -> y.write(ONES);
      case READ -> y.download();
      case CLOSE -> y.close();
    }
  }

  /** Starts a virtual thread that has to wait, which then goes on without a context. */
  private static void resumeElsewhere(Runnable work, Runnable letGo) throws Exception {
    FutureTask<Void> task = new FutureTask<>(work, null);
    try {
      awaitWaiting(Thread.ofVirtual().start(task));
      loseContexts();
    } finally {
      letGo.run();
    }
    task.get();
  }

  @ParameterizedTest
  @EnumSource
  void entersTheContextAfterWaitingForATensor(Use use) throws Exception {
    y.buffer().lock();
    resumeElsewhere(() -> use(use), y.buffer()::unlock);
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
    resumeElsewhere(() -> layer.runInto(x, null, y), done::countDown);
    assertTwiceOnes(y);
    for (Thread holder : holders) {
      holder.join();
    }
  }

  /** Where memory has run out, pools are trimmed, which takes turns. */
  @Test
  void entersTheContextAfterWaitingForPools() throws Exception {
    backend.limitMemory(backend.memory().inUse());
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (DevicePool.OPEN) {
                    held.countDown();
                    try {
                      done.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }
                });
    held.await();
    resumeElsewhere(
        () -> {
          DeviceMemoryException refused =
              assertThrows(DeviceMemoryException.class, () -> backend.allocate(x.spec()));
          assertEquals(backend.memory().limit(), refused.limit());
          assertTrue(refused.total() > 0, "the device was not asked: " + refused);
        },
        done::countDown);
    holder.join();
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
      try {
        awaitWaiting(recorder);
        onEveryCarrier(
            () -> {
              try (Tensor other = backend.upload(ONES)) {
                assertArrayEquals(ONES.toArray(), other.download().toArray());
              }
            });
        loseContexts();
      } catch (Throwable failure) {
        going.forEach(CountDownLatch::countDown);
        throw failure;
      }
      going.get(i).countDown();
    }
    try (Recording recording = task.get()) {
      y.write(ONES);
      recording.replay();
      assertTwiceOnes(y);
    }
  }
}
