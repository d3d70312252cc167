package dev.pointwise.backend;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory a backend has taken from its device, and how much it may take, in bytes.
 * Thread-safe.
 */
public final class MemoryAccount {
  private final AtomicLong inUse = new AtomicLong();
  private final AtomicLong highWater = new AtomicLong();
  private volatile long limit = MemoryStatus.UNLIMITED;

  /** Takes some; false, and nothing is taken, if there would be more in use than is allowed. */
  public boolean take(long bytes) {
    long before = inUse.get();
    while (bytes <= limit - before) {
      if (inUse.compareAndSet(before, before + bytes)) {
        raise(before + bytes);
        return true;
      }
      before = inUse.get();
    }
    return false;
  }

  private void raise(long now) {
    if (now > highWater.get()) {
      highWater.accumulateAndGet(now, Math::max);
    }
  }

  /** Gives back some of what was taken. */
  public void giveBack(long bytes) {
    inUse.addAndGet(-bytes);
  }

  /** What may still be taken; not below 0. */
  public long room() {
    return Math.max(0, limit - inUse.get());
  }

  /** What may be in use at a time, or {@link MemoryStatus#UNLIMITED}. */
  public long limit() {
    return limit;
  }

  /**
   * That memory has run out on a device that has so many bytes free and in all, or that the limit
   * is reached.
   *
   * @param what what found that out, unless the limit did
   */
  public DeviceMemoryException outOfMemory(String what, long requested, long free, long total) {
    long left = free == DeviceMemoryException.UNKNOWN ? room() : Math.min(free, room());
    boolean unlimited = limit == MemoryStatus.UNLIMITED;
    String refused = requested > room() ? "the backend's limit" : what;
    return new DeviceMemoryException(refused, requested, unlimited ? free : left, total, limit);
  }

  void limit(long bytes) {
    limit = bytes;
  }

  void resetHighWater() {
    highWater.set(inUse.get());
  }

  /** The state now. */
  MemoryStatus status(long reserved) {
    long used = inUse.get();
    return new MemoryStatus(used, Math.max(used, highWater.get()), Math.max(used, reserved), limit);
  }
}
