package dev.pointwise.cuda;

/** A copy of an input that the products cannot read where it lies, into scratch memory. */
interface InputCopy {
  /** Bytes of the copy. */
  long bytes();

  /**
   * Enqueues it; the lane's lock is held.
   *
   * @param input the first byte of the buffer that the input lies in
   * @param output where the copy goes
   */
  void enqueue(Lane lane, DevicePointer input, DevicePointer output);
}
