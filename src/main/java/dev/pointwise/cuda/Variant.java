package dev.pointwise.cuda;

import org.jspecify.annotations.Nullable;

/**
 * One way to compute a layer for tensors of fixed specs. Immutable, so that every lane may run it
 * at once.
 */
interface Variant {
  /**
   * Takes the scratch memory that {@link #enqueue} uses: if memory has run out, nothing has been
   * enqueued yet. The lane's lock is held.
   */
  void reserve(Lane lane);

  /**
   * Enqueues the work on a lane, whose lock is held and whose scratch memory is reserved.
   *
   * @param x the first byte of the buffer that the input lies in; where in it, the specs told
   * @param residual likewise; null where the specs had none
   * @param y likewise the output's
   */
  void enqueue(Lane lane, DevicePointer x, @Nullable DevicePointer residual, DevicePointer y);
}
