package dev.pointwise.cpu;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/**
 * The memory of a tensor and its views. Work on it takes turns: many may read it at once, one alone
 * writes it. A thread that holds it does not ask for it again; whoever needs that of several
 * tensors takes it through a {@link MemorySet}. Thread-safe.
 */
final class TensorMemory implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();

  private final long order = COUNT.incrementAndGet();
  private final NativeMemory memory;
  private final Lock reading;
  private final Lock writing;

  /**
   * Allocates.
   *
   * @throws dev.pointwise.backend.DeviceMemoryException if there is not that much memory
   */
  TensorMemory(NativeHeap heap, long bytes) {
    memory = heap.allocate(bytes);
    StampedLock lock = new StampedLock(); // unlike others, makes no garbage for its readers
    reading = lock.asReadLock();
    writing = lock.asWriteLock();
  }

  long address() {
    return memory.address();
  }

  /** Its place among all tensors' memory, in which that of several is locked. */
  long order() {
    return order;
  }

  /** Locks the memory to read it, or to write and perhaps read it; ended by {@link #unlock}. */
  void lock(boolean write) {
    (write ? writing : reading).lock();
  }

  /** Ends what {@link #lock} with the same argument began. */
  void unlock(boolean write) {
    (write ? writing : reading).unlock();
  }

  /** Frees it, once nobody uses it any more. */
  @Override
  public void close() {
    memory.close();
  }
}
