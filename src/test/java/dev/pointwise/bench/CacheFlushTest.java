package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.testing.OracleBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheFlushTest {
  private final Backend oracle = new OracleBackend();
  private final List<TensorSpec> allocated = new ArrayList<>();
  private int copies;
  private double seconds = 1;

  @AfterEach
  void close() {
    oracle.close();
  }

  /** A backend on which a copy takes as long as the test says. */
  private Backend backend() {
    Stopwatch stopwatch =
        (Stopwatch)
            Proxy.newProxyInstance(
                CacheFlushTest.class.getClassLoader(),
                new Class<?>[] {Stopwatch.class},
                (proxy, method, arguments) -> method.getName().equals("seconds") ? seconds : null);
    return (Backend)
        Proxy.newProxyInstance(
            CacheFlushTest.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("stopwatch")) {
                return stopwatch;
              }
              if (method.getName().equals("copy")) {
                copies++;
                return null;
              }
              if (method.getName().equals("allocate")) {
                allocated.add((TensorSpec) arguments[0]);
              }
              try {
                return method.invoke(oracle, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private int copies(int runs) {
    try (CacheFlush flush = new CacheFlush(backend(), 1)) {
      copies = 0;
      flush.run(runs);
      return copies;
    }
  }

  @Test
  void twiceTheCacheGoesThroughIt() {
    assertEquals(1, copies(1));
    long bytes = allocated.stream().mapToLong(TensorSpec::storageBytes).sum();
    assertTrue(bytes >= 2 * oracle.cacheBytes(), bytes + " bytes");
    assertEquals(2, allocated.size());
  }

  @Test
  void eachDeviceGetsTwiceItsCache() {
    try (CacheFlush flush = new CacheFlush(backend(), 3)) {
      flush.run(1);
    }
    for (TensorSpec spec : allocated) {
      assertEquals(0, spec.shape().n() % 3);
      assertTrue(spec.storageBytes() >= 3 * oracle.cacheBytes(), spec.toString());
    }
  }

  @Test
  void aShortCopyIsRepeatedUntilAllRunsAreEnqueued() {
    seconds = 100e-6;
    assertEquals(8, copies(16));
    assertEquals(1, copies(2));
    seconds = 0;
    assertEquals(1000, copies(1));
    oracle.close();
  }
}
