package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.tensor.HostTensor;
import dev.pointwise.testing.OracleBackend;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever closes what a run uses waits for the run, and whoever comes meanwhile is refused. */
@Timeout(60)
class ClosingWaitsTest {
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private volatile boolean slow;

  /** Its layers, once it is slow, compute until they may end. */
  private final class SlowBackend extends OracleBackend {
    @Override
    protected HostTensor read(HostTensor x) {
      if (slow) {
        running.countDown();
        await(mayEnd);
      }
      return x;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  enum Used {
    LAYER,
    INPUT,
    OUTPUT,
    RECORDING,
    BACKEND;

    AutoCloseable of(SmallLayer small, Recording recording) {
      return switch (this) {
        case LAYER -> small.layer;
        case INPUT -> small.x;
        case OUTPUT -> small.y;
        case RECORDING -> recording;
        case BACKEND -> small.x.backend();
      };
    }

    /** A call that is refused once this is closed, and takes no time. */
    void call(SmallLayer small, Recording recording) {
      switch (this) {
        case LAYER -> small.layer.explain(SmallLayer.INPUT, null, SmallLayer.OUTPUT);
        case INPUT -> small.x.slice(0, 1).close();
        case OUTPUT -> small.y.slice(0, 1).close();
        case RECORDING, BACKEND -> small.x.backend().cacheBytes();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsForARun(Used used) throws Exception {
    try (OracleBackend backend = new SlowBackend();
        SmallLayer small = new SmallLayer(backend);
        Recording recording = backend.record(() -> small.layer.runInto(small.x, null, small.y));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      slow = true;
      Future<?> run = threads.submit(recording::replay);
      running.await();
      Future<?> closing =
          threads.submit(
              () -> {
                used.of(small, recording).close();
                return used;
              });
      if (used == Used.RECORDING) {
        Thread.sleep(50);
      } else {
        awaitRefusal(() -> used.call(small, recording));
      }
      assertFalse(run.isDone());
      assertFalse(closing.isDone(), "closed while a run used it");
      mayEnd.countDown();
      run.get(30, TimeUnit.SECONDS);
      closing.get(30, TimeUnit.SECONDS);
      awaitRefusal(recording::replay);
    } finally {
      mayEnd.countDown();
    }
  }

  private static void awaitRefusal(Runnable call) {
    while (true) {
      try {
        call.run();
      } catch (IllegalStateException e) {
        assertTrue(String.valueOf(e.getMessage()).endsWith("is closed"), e::getMessage);
        return;
      }
    }
  }
}
