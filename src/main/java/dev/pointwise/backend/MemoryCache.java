package dev.pointwise.backend;

/** Holds memory of a backend to save time alone. */
@FunctionalInterface
public interface MemoryCache {
  /**
   * Frees what nobody uses. Called when an allocation has failed, which is tried again afterwards,
   * on the thread that allocates; that may hold locks of the backend. So this waits for no lock
   * (one that is held is a reason to free nothing), and allocates nothing.
   *
   * @throws BackendException if something could not be freed; the allocation then fails with it
   */
  void release();
}
