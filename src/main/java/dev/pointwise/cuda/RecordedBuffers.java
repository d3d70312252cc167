package dev.pointwise.cuda;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The buffers that captured work reads and writes, so that each replay takes its place among other
 * work on them. Completed, it is immutable, and its calls allocate nothing.
 */
final class RecordedBuffers {
  private final Set<DeviceBuffer> used = new LinkedHashSet<>();
  private final Set<DeviceBuffer> written = new LinkedHashSet<>();
  private DeviceBuffer[] inOrder = {};
  private boolean[] writes = {};

  void read(DeviceBuffer buffer) {
    used.add(buffer);
  }

  void write(DeviceBuffer buffer) {
    used.add(buffer);
    written.add(buffer);
  }

  /** Ends the adding. */
  void complete() {
    inOrder = used.toArray(DeviceBuffer[]::new);
    Arrays.sort(inOrder, Comparator.comparingLong(DeviceBuffer::order));
    writes = new boolean[inOrder.length];
    for (int i = 0; i < inOrder.length; i++) {
      writes[i] = written.contains(inOrder[i]);
    }
  }

  /** Locks all, in the order that all threads share. */
  void lock() {
    for (DeviceBuffer buffer : inOrder) {
      buffer.lock();
    }
  }

  void unlock() {
    for (int i = inOrder.length - 1; i >= 0; i--) {
      inOrder[i].unlock();
    }
  }

  /** Makes {@code lane} wait for what this work must come after; under the locks. */
  void before(Lane lane) {
    for (int i = 0; i < inOrder.length; i++) {
      if (writes[i]) {
        inOrder[i].beforeWrite(lane);
      } else {
        inOrder[i].beforeRead(lane);
      }
    }
  }
}
