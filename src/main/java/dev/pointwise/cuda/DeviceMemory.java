package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryAccount;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * A backend's device memory: allocates it in stream order, counts it, and knows what of it is in
 * use. Thread-safe.
 *
 * <p>If memory has run out, or the backend's limit is reached, what is held to save time alone is
 * freed: what the backend's caches hold, scratch memory of lanes that nobody holds, and the free
 * blocks of all pools that this process has on the device. Then the allocation is tried once more.
 */
final class DeviceMemory implements AutoCloseable {
  /** Every allocation is rounded up to this many bytes, the alignment of all of them. */
  static final long GRANULE = 256;

  private final DevicePool pool;
  private final MemoryAccount account;
  private final Runnable caches;

  /** Makes nobody wait: a virtual thread that waits may find itself in another context. */
  private final Set<DeviceBuffer> live =
      new ConcurrentSkipListSet<>(Comparator.comparingLong(DeviceBuffer::order));

  /**
   * Memory out of a pool, which it owns.
   *
   * @param account where it is counted
   * @param caches frees what the backend's caches hold
   */
  DeviceMemory(DevicePool pool, MemoryAccount account, Runnable caches) {
    this.pool = pool;
    this.account = account;
    this.caches = caches;
  }

  /**
   * A buffer of at least {@code bytes} bytes, usable by the work that {@code lane} enqueues next.
   * The calling thread holds the lane and uses no scratch memory of it; the device's context is
   * current.
   *
   * @throws DeviceMemoryException if there is too little memory, even once caches are freed
   */
  DeviceBuffer allocate(long bytes, Lane lane) {
    DeviceBuffer buffer = attempt(lane, bytes);
    if (buffer == null) {
      lane.freeScratch();
      buffer = insist(lane, bytes);
    }
    live.add(buffer);
    return buffer;
  }

  /** The same for what belongs to a lane, which frees it, and whose scratch memory is in use. */
  DeviceBuffer allocateFor(Lane lane, long bytes) {
    DeviceBuffer buffer = attempt(lane, bytes);
    return buffer == null ? insist(lane, bytes) : buffer;
  }

  /** The same without freeing anything, if it fails. */
  DeviceBuffer allocateSpare(Lane lane, long bytes) {
    DeviceBuffer buffer = attempt(lane, bytes);
    if (buffer == null) {
      throw outOfMemory(bytes);
    }
    return buffer;
  }

  private DeviceBuffer insist(Lane lane, long bytes) {
    freeUnused(lane);
    return allocateSpare(lane, bytes);
  }

  /** Frees what is held to save time alone; the calling thread holds the lane. */
  void freeUnused(Lane lane) {
    caches.run();
    lane.freeIdleScratch();
    lane.synchronizeAll();
    pool.trimAll();
    lane.enterContext();
  }

  private @Nullable DeviceBuffer attempt(Lane lane, long bytes) {
    long rounded = rounded(bytes);
    if (!account.take(rounded)) {
      return null;
    }
    DevicePointer pointer = null;
    try {
      pointer = pool.allocate(rounded, lane.ownStream(), lane.slot());
    } finally {
      if (pointer == null) {
        account.giveBack(rounded);
      }
    }
    return pointer == null ? null : new DeviceBuffer(this, pointer, rounded, lane);
  }

  private static long rounded(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, GRANULE)) * GRANULE;
  }

  private DeviceMemoryException outOfMemory(long bytes) {
    int status = CUresult.CUDA_ERROR_OUT_OF_MEMORY;
    String failed =
        CudaException.text("cuMemAllocFromPoolAsync", status, CUresult.stringFor(status));
    DeviceMemoryException seen = Driver.outOfMemory(failed, rounded(bytes));
    return account.outOfMemory(failed, seen.requested(), seen.free(), seen.total());
  }

  /** How many bytes may still be taken, as far as the limit goes. */
  long room() {
    return account.room();
  }

  /** Called by the buffer alone. */
  void free(DeviceBuffer buffer, Lane lane) {
    live.remove(buffer);
    account.giveBack(buffer.bytes());
    Driver.free(buffer.pointer(), lane.ownStream());
  }

  /** Bytes of the device that others cannot have. */
  long reserved() {
    return pool.reserved();
  }

  /** Keeps no more than that many bytes in reserve. */
  void keep(long bytes) {
    pool.keep(bytes);
  }

  /**
   * Frees every buffer still in use, but for the lanes' own; for a device on which nothing runs any
   * more.
   */
  void freeAll() {
    Closing.closeAll(live.toArray(AutoCloseable[]::new));
  }

  /** Gives the pool back; the lanes are closed before. */
  @Override
  public void close() {
    pool.close();
  }
}
