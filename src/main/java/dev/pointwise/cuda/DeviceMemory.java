package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Allocates device memory in stream order, and knows what of it is in use. Thread-safe. */
final class DeviceMemory {
  /** Every allocation is rounded up to this many bytes, the alignment of all of them. */
  static final long GRANULE = 256;

  private final DevicePool pool;
  private final Set<DeviceBuffer> live = ConcurrentHashMap.newKeySet();

  DeviceMemory(DevicePool pool) {
    this.pool = pool;
  }

  /**
   * A buffer of at least {@code bytes} bytes, usable by the work that {@code lane} enqueues next.
   * The device's context must be current.
   *
   * @throws DeviceMemoryException if the device has too little left, even once all freed blocks are
   *     given back
   */
  DeviceBuffer allocate(long bytes, Lane lane) {
    DeviceBuffer buffer = allocateFor(lane, bytes);
    live.add(buffer);
    return buffer;
  }

  /** The same for what belongs to a lane, which frees it. */
  DeviceBuffer allocateFor(Lane lane, long bytes) {
    long rounded = Math.max(1, Math.ceilDiv(bytes, GRANULE)) * GRANULE;
    DevicePointer pointer = new DevicePointer();
    if (!Driver.allocate(pointer, rounded, lane.ownStream())) {
      lane.synchronizeAll();
      pool.trim();
      if (!Driver.allocate(pointer, rounded, lane.ownStream())) {
        throw Driver.outOfMemory("cuMemAllocAsync", rounded);
      }
    }
    return new DeviceBuffer(this, pointer, rounded, lane);
  }

  /** Called by the buffer alone. */
  void free(DeviceBuffer buffer, Lane lane) {
    live.remove(buffer);
    Driver.free(buffer.pointer(), lane.ownStream());
  }

  /**
   * Frees every buffer still in use, but for the lanes' own; for a device on which nothing runs any
   * more.
   */
  void freeAll() {
    Closing.closeAll(live.toArray(AutoCloseable[]::new));
  }

  /** Hands free blocks back to the device. */
  void trim() {
    pool.trim();
  }
}
