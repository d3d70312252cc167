package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one device, opened as threads need them. A thread comes back to the same lane while
 * nobody else holds it, so that work of one thread stays on one stream and needs no events.
 */
final class Lanes implements AutoCloseable {
  /** Threads beyond this many share. */
  static final int MOST = 8;

  /** The lane that a thread gets while it records, which it does on one backend at a time. */
  private static final ThreadLocal<@Nullable Lane> BOUND = new ThreadLocal<>();

  private final DeviceMemory memory;
  private final long workspaceBytes;
  private final AtomicReferenceArray<@Nullable Lane> lanes = new AtomicReferenceArray<>(MOST);

  Lanes(DeviceMemory memory, long workspaceBytes) {
    this.memory = memory;
    this.workspaceBytes = workspaceBytes;
  }

  /** Locks and returns a lane; the caller unlocks it. The context must be current. */
  @SuppressWarnings("LockNotBeforeTry") // handed to the caller locked
  Lane acquire() {
    Lane recording = BOUND.get();
    if (recording != null) {
      recording.lock.lock();
      return recording;
    }
    int home = home();
    for (int i = 0; i < MOST; i++) {
      int index = (home + i) % MOST;
      Lane lane = lanes.get(index);
      if (lane == null) {
        return acquireNew(index);
      }
      if (lane.lock.tryLock()) {
        return lane;
      }
    }
    return acquireOpen(home);
  }

  /** The lane that this thread tries first. */
  private static int home() {
    return (int) (Thread.currentThread().threadId() % MOST);
  }

  /** Locks and returns a lane that nobody else holds; null if there is none. */
  @SuppressWarnings("LockNotBeforeTry") // handed to the caller locked
  @Nullable Lane tryAcquire() {
    Lane recording = BOUND.get();
    if (recording != null) {
      recording.lock.lock();
      return recording;
    }
    int home = home();
    for (int i = 0; i < MOST; i++) {
      Lane lane = open((home + i) % MOST);
      if (lane.lock.tryLock()) {
        return lane;
      }
    }
    return null;
  }

  /** A new lane, or, where memory has run out for one, one that is there. */
  @SuppressWarnings("LockNotBeforeTry") // handed to the caller locked
  private Lane acquireNew(int index) {
    Lane lane;
    try {
      lane = open(index);
    } catch (DeviceMemoryException e) {
      for (int other = 0; other < MOST; other++) {
        if (lanes.get(other) != null) {
          return acquireOpen(other);
        }
      }
      throw e;
    }
    lane.lock.lock();
    return lane;
  }

  @SuppressWarnings("LockNotBeforeTry") // handed to the caller locked
  private Lane acquireOpen(int index) {
    Lane lane = open(index);
    lane.lock.lock();
    return lane;
  }

  private synchronized Lane open(int index) {
    Lane lane = lanes.get(index);
    if (lane == null) {
      lane = new Lane(this, index, memory, workspaceBytes);
      lanes.set(index, lane);
    }
    return lane;
  }

  /** Does work all of whose calls on this thread get one lane, which the thread holds. */
  static <T> T bind(Lane lane, Supplier<T> work) {
    BOUND.set(lane);
    try {
      return work.get();
    } finally {
      BOUND.remove();
    }
  }

  /**
   * Waits on the host until everything that the lanes have enqueued has run. Not for the context as
   * a whole: that is invalid while any of its streams captures.
   */
  void synchronize() {
    forEach(lane -> Driver.synchronize(lane.ownStream()));
  }

  void forEach(Consumer<Lane> action) {
    for (int i = 0; i < MOST; i++) {
      Lane lane = lanes.get(i);
      if (lane != null) {
        action.accept(lane);
      }
    }
  }

  @Override
  public void close() {
    List<AutoCloseable> open = new ArrayList<>();
    forEach(open::add);
    Collections.reverse(open);
    Closing.closeAll(open.toArray(AutoCloseable[]::new));
  }
}
