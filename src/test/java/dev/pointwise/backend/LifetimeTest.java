package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifetimeTest {
  private final Lifetime lifetime = new Lifetime(this, "the thing");

  @AfterEach
  void close() {
    lifetime.close();
  }

  @Test
  void allowsUsesUntilItIsClosed() {
    assertDoesNotThrow(lifetime::check);
    lifetime.enter();
    lifetime.enter();
    lifetime.exit();
    lifetime.exit();
    assertTrue(lifetime.close());
    Refusal.state(lifetime::check, "the thing is closed");
    Refusal.state(lifetime::enter, "the thing is closed");
  }

  @Test
  void closesOnce() {
    assertTrue(lifetime.close());
    assertFalse(lifetime.close());
    Refusal.state(lifetime::enter, "closed");
    assertFalse(lifetime.close());
  }

  @Test
  void waitsForUsesAndRefusesNewOnes() throws Exception {
    lifetime.enter();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> closing = threads.submit(lifetime::close);
      awaitClosed();
      Refusal.state(lifetime::enter, "closed");
      assertFalse(closing.isDone());
      lifetime.exit();
      assertTrue(closing.get(10, TimeUnit.SECONDS));
    }
  }

  private void awaitClosed() {
    while (true) {
      try {
        lifetime.check();
      } catch (IllegalStateException closed) {
        return;
      }
    }
  }

  @Test
  void isNeverInUseOnceClosed() throws Exception {
    AtomicBoolean freed = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(4);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> users = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        users.add(threads.submit(() -> useUntilClosed(freed, started)));
      }
      started.await();
      assertTrue(lifetime.close());
      freed.set(true);
      for (Future<Integer> user : users) {
        assertEquals(0, user.get(), "uses of freed memory");
      }
    }
  }

  @Test
  void waitsThoughInterruptedAndKeepsTheFlag() throws Exception {
    lifetime.enter();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> closing =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                return lifetime.close() && Thread.interrupted();
              });
      awaitClosed();
      assertFalse(closing.isDone());
      lifetime.exit();
      assertTrue(closing.get(10, TimeUnit.SECONDS), "closed, and still interrupted");
    }
  }

  /** Interrupted closers on all processors must leave one to those who use what they close. */
  @Test
  void letsVirtualThreadsEndTheirUses() throws Exception {
    int count = 4 * Runtime.getRuntime().availableProcessors();
    List<Lifetime> lifetimes = new ArrayList<>();
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Lifetime each = new Lifetime(this, "thing " + i);
      each.enter();
      lifetimes.add(each);
      closers.add(
          Thread.startVirtualThread(
              () -> {
                Thread.currentThread().interrupt();
                each.close();
              }));
    }
    Thread user = Thread.startVirtualThread(() -> lifetimes.forEach(Lifetime::exit));
    user.join();
    for (Thread closer : closers) {
      closer.join();
    }
    lifetimes.forEach(each -> Refusal.state(each::check, "is closed"));
  }

  private int useUntilClosed(AtomicBoolean freed, CountDownLatch started) {
    int bad = 0;
    started.countDown();
    while (true) {
      try {
        lifetime.enter();
      } catch (IllegalStateException closed) {
        return bad;
      }
      bad += freed.get() ? 1 : 0;
      lifetime.exit();
    }
  }
}
