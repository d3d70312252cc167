package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device tells what it is like, to anybody and at any time. */
interface ConditionContract extends BackendSource {
  @Test
  default void tellsItsCache() {
    assertTrue(backend().cacheBytes() >= 1 << 16, () -> backend().cacheBytes() + " bytes");
    assertEquals(backend().cacheBytes(), backend().cacheBytes());
  }

  @Test
  default void tellsItsCondition() {
    DeviceCondition condition = backend().condition();
    condition.clock().ifPresent(clock -> assertTrue(clock > 0 && clock < 20_000, "MHz: " + clock));
    condition.details().forEach((name, value) -> assertTrue(!name.isBlank() && !value.isBlank()));
    assertEquals(condition.details().keySet(), backend().condition().details().keySet());
  }

  @Test
  @Timeout(60)
  default void tellsItsConditionToManyThreadsWhileLayersRun() throws Exception {
    try (SmallLayer small = new SmallLayer(backend());
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<?> each :
          threads.invokeAll(
              Collections.nCopies(4, Executors.callable(() -> askRepeatedly(backend(), small))))) {
        each.get();
      }
    }
  }

  private static void askRepeatedly(Backend backend, SmallLayer small) {
    DeviceCondition first = backend.condition();
    for (int i = 0; i < 50; i++) {
      small.layer.runInto(small.x, null, small.y);
      assertEquals(first.details().keySet(), backend.condition().details().keySet());
      assertTrue(backend.cacheBytes() > 0);
    }
  }

  @Test
  default void tellsNothingOnceClosed() {
    Backend closed = open();
    closed.condition();
    closed.close();
    Refusal.state(closed::condition, "closed");
    Refusal.state(closed::cacheBytes, "closed");
  }
}
