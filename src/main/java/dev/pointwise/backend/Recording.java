package dev.pointwise.backend;

/**
 * Layer runs that were recorded once, to run again in one call: the same layers on the same
 * tensors, in the same order, on what the tensors hold by then. Made by {@link Backend#record}.
 *
 * <p>Thread-safe. A replay takes its place among other work on the tensors as the layer runs would,
 * and may likewise return before the device has computed. Closing the recording leaves its tensors
 * and layers alone.
 */
public interface Recording extends AutoCloseable {
  /**
   * Runs it all again.
   *
   * @throws IllegalStateException if the recording, or a tensor or layer that it uses, is closed,
   *     or if this thread is recording; nothing is enqueued
   * @throws BackendException if the device refuses
   */
  void replay();

  /** Waits for running replays and frees what the recording holds. A second call does nothing. */
  @Override
  void close();
}
