package dev.pointwise.cuda;

import org.jspecify.annotations.Nullable;

/** Memory of one lane for what lives within one call; it grows as asked and is kept. */
final class Scratch implements AutoCloseable {
  private final Lane lane;
  private final DeviceMemory memory;
  private @Nullable DeviceBuffer buffer;

  Scratch(Lane lane, DeviceMemory memory) {
    this.lane = lane;
    this.memory = memory;
  }

  /** At least that many bytes, whose contents are undefined. */
  DevicePointer get(long bytes) {
    if (buffer == null || buffer.bytes() < bytes) {
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
