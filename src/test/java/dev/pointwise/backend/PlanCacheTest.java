package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanCacheTest {
  private record Plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {}

  private final AtomicInteger made = new AtomicInteger();
  private final PlanCache<Plan> cache =
      new PlanCache<>(
          (x, residual, y) -> {
            made.incrementAndGet();
            return new Plan(x, residual, y);
          });

  /** A new, equal spec at each call. */
  private static TensorSpec pixels(int width) {
    return TensorSpec.of(new Shape(1, 4, 1, width), DType.F32, Layout.NCHW);
  }

  private Plan get(int width) {
    Plan plan = cache.get(pixels(width), null, pixels(width));
    assertEquals(new Plan(pixels(width), null, pixels(width)), plan);
    return plan;
  }

  @Test
  void returnsTheSamePlanForEqualSpecs() {
    Plan first = get(1);
    assertSame(first, get(1));
    Plan second = get(2);
    assertSame(first, get(1));
    assertSame(second, get(2));
    assertEquals(2, made.get());
  }

  @Test
  void tellsEachSpecApart() {
    Plan plan = cache.get(pixels(1), pixels(1), pixels(1));
    assertNotEquals(plan, cache.get(pixels(2), pixels(1), pixels(1)));
    assertNotEquals(plan, cache.get(pixels(1), pixels(2), pixels(1)));
    assertNotEquals(plan, cache.get(pixels(1), null, pixels(1)));
    assertNotEquals(plan, cache.get(pixels(1), pixels(1), pixels(2)));
    assertSame(plan, cache.get(pixels(1), pixels(1), pixels(1)));
    assertEquals(5, made.get());
  }

  @Test
  void keepsThePlansMadeLast() {
    int widths = 3 * BoundedCache.MOST;
    for (int width = 1; width <= widths; width++) {
      get(width);
      assertEquals(Math.min(width, BoundedCache.MOST), cache.size());
    }
    for (int width = widths - BoundedCache.MOST + 1; width <= widths; width++) {
      get(width);
    }
    assertEquals(widths, made.get());
    get(widths - BoundedCache.MOST);
    assertEquals(widths + 1, made.get());
  }

  @Test
  void keepsNothingWhereNoPlanCouldBeMade() {
    PlanCache<Plan> failing =
        new PlanCache<>(
            (x, residual, y) -> {
              throw new BackendException("no plan");
            });
    for (int i = 0; i < 2; i++) {
      assertThrows(BackendException.class, () -> failing.get(pixels(1), null, pixels(1)));
      assertEquals(0, failing.size());
    }
  }

  @Test
  void makesEachPlanOnceForAllThreads() throws Exception {
    onFourThreads(BoundedCache.MOST);
    assertEquals(BoundedCache.MOST, made.get());
  }

  @Test
  void staysBoundedAndRightOnManyThreads() throws Exception {
    onFourThreads(3 * BoundedCache.MOST);
    assertEquals(BoundedCache.MOST, cache.size());
  }

  private void onFourThreads(int widths) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int step = 2 * thread + 1;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 5000; i++) {
                    get(1 + i * step % widths);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void makesNoGarbageForTheLastSpecs() {
    ThreadMXBean heap = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TensorSpec x = pixels(1);
    TensorSpec equal = pixels(1);
    int calls = 50_000;
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long before = heap.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        cache.get(equal, x, equal);
      }
      bytes = heap.getCurrentThreadAllocatedBytes() - before;
    }
    long last = bytes;
    assertTrue(last < calls, () -> last + " bytes of the heap for " + calls + " calls");
  }
}
