package dev.pointwise.multi;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by who enqueues work on a tensor, on all devices: so that the work of two threads comes in
 * the same order on each, and a batch is never half one's and half the other's.
 */
final class TensorLock {
  private static final AtomicLong COUNT = new AtomicLong();

  private static final Comparator<TensorLock> ORDER = Comparator.comparingLong(each -> each.order);

  private final long order = COUNT.incrementAndGet();
  private final ReentrantLock lock = new ReentrantLock();

  /** Puts locks, some of which may be the same, into an order that all threads share. */
  static TensorLock[] ordered(TensorLock[] locks) {
    Arrays.sort(locks, ORDER);
    return locks;
  }

  /** Does something while holding {@link #ordered} locks. */
  static void holding(TensorLock[] locks, Runnable work) {
    int held = 0;
    try {
      while (held < locks.length) {
        locks[held].lock.lock();
        held++;
      }
      work.run();
    } finally {
      while (held > 0) {
        held--;
        locks[held].lock.unlock();
      }
    }
  }
}
