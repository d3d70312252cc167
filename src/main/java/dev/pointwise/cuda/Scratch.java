package dev.pointwise.cuda;

import org.jspecify.annotations.Nullable;

/** Memory for what lives within one call on a lane; it grows as asked and is kept. */
final class Scratch implements AutoCloseable {
  private final Lane lane;
  private final DeviceMemory memory;
  private @Nullable DeviceBuffer buffer;
  private boolean kept;

  Scratch(Lane lane, DeviceMemory memory) {
    this.lane = lane;
    this.memory = memory;
  }

  /** Lets it grow no more: whoever asked for memory so far gets the same again. */
  void keep() {
    kept = true;
  }

  /**
   * At least that many bytes, whose contents are undefined.
   *
   * @throws IllegalStateException if it would have to grow and no longer may
   */
  DevicePointer get(long bytes) {
    if (buffer == null || buffer.bytes() < bytes) {
      if (kept) {
        throw new IllegalStateException(
            "the work to record needs "
                + bytes
                + " bytes of scratch memory, expected what it needed when it ran before: record work that does the"
                + " same each time");
      }
      close();
      buffer = memory.allocateFor(lane, bytes);
    }
    return buffer.pointer();
  }

  @Override
  public void close() {
    if (buffer != null) {
      DeviceBuffer old = buffer;
      buffer = null;
      old.close();
    }
  }
}
