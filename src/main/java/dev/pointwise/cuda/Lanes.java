package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
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

  private final CUcontext context;
  private final DeviceMemory memory;
  private final long workspaceBytes;
  private final AtomicReferenceArray<@Nullable Lane> lanes = new AtomicReferenceArray<>(MOST);

  /** What could still be taken when there was no memory for another lane; at first, none. */
  private volatile long refusedRoom = -1;

  Lanes(CUcontext context, DeviceMemory memory, long workspaceBytes) {
    this.context = context;
    this.memory = memory;
    this.workspaceBytes = workspaceBytes;
  }

  /**
   * Locks and returns a lane; the caller unlocks it, and enters the context: it may have waited.
   */
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
        lane = open(index);
      }
      if (lane != null && lane.lock.tryLock()) {
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
      if (lane != null && lane.lock.tryLock()) {
        return lane;
      }
    }
    return null;
  }

  /** Waits for the first lane that is there, from {@code home} on. */
  @SuppressWarnings("LockNotBeforeTry") // handed to the caller locked
  private Lane acquireOpen(int home) {
    for (int i = 0; i < MOST; i++) {
      Lane lane = lanes.get((home + i) % MOST);
      if (lane != null) {
        lane.lock.lock();
        return lane;
      }
    }
    throw new IllegalStateException("no lane is open");
  }

  /**
   * A lane at a place; null if there is none yet and no memory for another, nor has any been freed
   * since that was found.
   *
   * @throws DeviceMemoryException if there is no memory for the first
   */
  private @Nullable Lane open(int index) {
    Lane lane = lanes.get(index);
    return lane != null || memory.room() <= refusedRoom ? lane : openNew(index);
  }

  private synchronized @Nullable Lane openNew(int index) {
    Lane lane = lanes.get(index);
    if (lane != null) {
      return lane;
    }
    boolean first = count() == 0;
    enterContext();
    try {
      lane = new Lane(this, index, memory, workspaceBytes, first);
      lanes.set(index, lane);
      return lane;
    } catch (DeviceMemoryException e) {
      if (first) {
        throw e;
      }
      refusedRoom = memory.room();
      return null;
    }
  }

  /**
   * Makes the context current once more, where a thread may have had to wait: a virtual thread goes
   * on wherever there is a thread to carry it.
   */
  void enterContext() {
    Driver.setCurrent(context);
  }

  private int count() {
    int[] count = {0};
    forEach(lane -> count[0]++);
    return count[0];
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
    List<AutoCloseable> waits = new ArrayList<>();
    forEach(lane -> waits.add(() -> Driver.synchronize(lane.ownStream())));
    Closing.closeAll(waits.toArray(AutoCloseable[]::new));
  }

  /** Frees the scratch memory of all lanes that nobody holds, but for one. */
  @SuppressWarnings("ReferenceEquality") // the very same lane
  void freeIdleScratch(Lane except) {
    forEach(
        lane -> {
          if (lane != except && lane.lock.tryLock()) {
            try {
              lane.freeScratch();
            } finally {
              lane.lock.unlock();
            }
          }
        });
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
