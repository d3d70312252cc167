package dev.pointwise.cuda;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that a call of a lane, or a recording on it, reads and writes. They are locked
 * together, in an order that all threads share, and the lane is made to wait for other lanes' work
 * on them. A lane keeps one set for its calls, which therefore make no garbage. Not thread-safe.
 */
final class BufferSet {
  private final Lane lane;
  private @Nullable DeviceBuffer[] buffers = new DeviceBuffer[8];
  private boolean[] written = new boolean[8];
  private int count;

  BufferSet(Lane lane) {
    this.lane = lane;
  }

  /** Takes all buffers out. */
  void clear() {
    Arrays.fill(buffers, 0, count, null);
    count = 0;
  }

  /** Adds a buffer that is read. */
  void read(DeviceBuffer buffer) {
    add(buffer, false);
  }

  /** Adds a buffer that is written, and perhaps read. */
  void write(DeviceBuffer buffer) {
    add(buffer, true);
  }

  @SuppressWarnings("ReferenceEquality") // the very same buffer
  private void add(DeviceBuffer buffer, boolean writes) {
    int at = count;
    while (at > 0 && at(at - 1).order() > buffer.order()) {
      at--;
    }
    if (at > 0 && at(at - 1) == buffer) {
      written[at - 1] |= writes;
      return;
    }
    if (count == buffers.length) {
      buffers = Arrays.copyOf(buffers, 2 * count);
      written = Arrays.copyOf(written, 2 * count);
    }
    System.arraycopy(buffers, at, buffers, at + 1, count - at);
    System.arraycopy(written, at, written, at + 1, count - at);
    buffers[at] = buffer;
    written[at] = writes;
    count++;
  }

  /**
   * Locks the buffers and makes the lane wait for what other lanes do with them. What the lane
   * enqueues before {@link #end} has its place among all work on them.
   */
  void begin() {
    for (int i = 0; i < count; i++) {
      at(i).lock();
    }
    try {
      lane.enterContext();
      for (int i = 0; i < count; i++) {
        if (written[i]) {
          at(i).beforeWrite(lane);
        } else {
          at(i).beforeRead(lane);
        }
      }
    } catch (Throwable failure) {
      end();
      throw failure;
    }
  }

  /** Unlocks the buffers. */
  void end() {
    for (int i = 0; i < count; i++) {
      at(i).unlock();
    }
  }

  private DeviceBuffer at(int index) {
    return Objects.requireNonNull(buffers[index]);
  }
}
