package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A block of device memory, and which lanes' work it takes part in, so that work on another lane
 * can wait for just that.
 *
 * <p>Who enqueues work on a buffer holds its lock from {@link #beforeRead} or {@link #beforeWrite}
 * until the work is enqueued: a lane that waits for another one waits for what is enqueued there by
 * then. Several buffers are locked together, through a {@link BufferSet}; a lane is never waited
 * for under a buffer's lock.
 */
final class DeviceBuffer implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();

  private final long order = COUNT.incrementAndGet();
  private final ReentrantLock lock = new ReentrantLock();
  private final DeviceMemory memory;
  private final DevicePointer pointer;
  private final long bytes;
  private Lane writer;

  /** Lanes whose work comes after the last write: the writer's, and those that waited for it. */
  private long behindWriter;

  private long readers;
  private boolean freed;

  /** A buffer that {@code owner} just allocated on its stream. */
  DeviceBuffer(DeviceMemory memory, DevicePointer pointer, long bytes, Lane owner) {
    this.memory = memory;
    this.pointer = pointer;
    this.bytes = bytes;
    this.writer = owner;
    this.behindWriter = owner.bit();
  }

  DevicePointer pointer() {
    return pointer;
  }

  long bytes() {
    return bytes;
  }

  /** Its place among all buffers, in which several are locked. */
  long order() {
    return order;
  }

  /** May wait, so that the context has to be entered again behind it. */
  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /**
   * Makes {@code lane}, which the thread holds, wait for what writes this buffer; under the lock. A
   * lane that captures waits when its work is replayed.
   */
  void beforeRead(Lane lane) {
    BufferSet captured = lane.captured();
    if (captured != null) {
      captured.read(this);
      return;
    }
    waitForWriter(lane);
    readers |= lane.bit();
  }

  /** Makes {@code lane} wait likewise for all work on this buffer; under the lock. */
  void beforeWrite(Lane lane) {
    BufferSet captured = lane.captured();
    if (captured != null) {
      captured.write(this);
      return;
    }
    waitForAll(lane);
  }

  private void waitForAll(Lane lane) {
    waitForWriter(lane);
    long others = readers & ~lane.bit();
    if (others != 0) {
      lane.waitFor(others);
    }
    writer = lane;
    behindWriter = lane.bit();
    readers = 0;
  }

  private void waitForWriter(Lane lane) {
    if ((behindWriter & lane.bit()) == 0) {
      lane.waitFor(writer);
      behindWriter |= lane.bit();
    }
  }

  /**
   * Declares that no work writes the buffer any more, and that no more will: from now on reads need
   * neither lock nor wait. Such a buffer is freed by {@link #freeBehindAll}.
   */
  void settle() {
    Driver.synchronize(writer.ownStream());
  }

  /** Frees the memory behind everything that any lane has enqueued. */
  void freeBehindAll() {
    free(() -> writer.waitForOthers());
  }

  /** Frees the memory in the order of the last writer's stream; a second call does nothing. */
  @Override
  public void close() {
    free(() -> waitForAll(writer));
  }

  /** Where the device cannot be made to wait, the host does; the memory is freed anyhow. */
  private void free(Runnable waiting) {
    lock.lock();
    try {
      if (!freed) {
        freed = true;
        Closing.closeAll(
            writer::enterContext,
            () -> {
              try {
                waiting.run();
              } catch (Throwable failure) {
                Closing.close(writer::synchronizeAll, failure);
                throw failure;
              }
            },
            () -> memory.free(this, writer));
      }
    } finally {
      lock.unlock();
    }
  }
}
