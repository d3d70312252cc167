package dev.pointwise.cpu;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryAccount;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The native memory of one backend: allocates it, counts it, and knows what of it is in use.
 * Thread-safe.
 */
final class NativeHeap implements AutoCloseable {
  private final MemoryAccount account;
  private final Runnable caches;
  private final Set<NativeMemory> live = ConcurrentHashMap.newKeySet();

  /**
   * A heap out of which nothing is in use.
   *
   * @param account where it is counted
   * @param caches frees what is held to save time alone; called when memory has run out
   */
  NativeHeap(MemoryAccount account, Runnable caches) {
    this.account = account;
    this.caches = caches;
  }

  /**
   * Allocates.
   *
   * @throws DeviceMemoryException if there is not that much memory, or the limit leaves less, even
   *     once caches are freed
   */
  NativeMemory allocate(long bytes) {
    NativeMemory memory = attempt(bytes);
    if (memory == null) {
      caches.run();
      memory = attempt(bytes);
    }
    if (memory == null) {
      throw account.outOfMemory(
          "malloc", bytes, NativeMemory.freeBytes(), NativeMemory.totalBytes());
    }
    return memory;
  }

  private @Nullable NativeMemory attempt(long bytes) {
    if (!account.take(bytes)) {
      return null;
    }
    NativeMemory memory = NativeMemory.allocate(this, bytes);
    if (memory == null) {
      account.giveBack(bytes);
    } else {
      live.add(memory);
    }
    return memory;
  }

  /** Called by the block alone, before it is freed. */
  void free(NativeMemory memory) {
    live.remove(memory);
    account.giveBack(memory.bytes());
  }

  /** Frees everything still in use; nobody uses it any more. */
  @Override
  public void close() {
    Closing.closeAll(live.toArray(AutoCloseable[]::new));
  }
}
