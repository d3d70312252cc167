package dev.pointwise.cuda;

/**
 * A block of device memory, and which lanes' work it still takes part in, so that work on another
 * lane can wait for just that.
 */
final class DeviceBuffer implements AutoCloseable {
  private final DeviceMemory memory;
  private final DevicePointer pointer;
  private final long bytes;
  private Lane writer;
  private long readers;
  private boolean freed;

  /** A buffer that {@code owner} just allocated on its stream. */
  DeviceBuffer(DeviceMemory memory, DevicePointer pointer, long bytes, Lane owner) {
    this.memory = memory;
    this.pointer = pointer;
    this.bytes = bytes;
    this.writer = owner;
  }

  DevicePointer pointer() {
    return pointer;
  }

  long bytes() {
    return bytes;
  }

  /** Makes {@code lane} wait for what writes this buffer; call it before enqueueing a read. */
  synchronized void beforeRead(Lane lane) {
    if (writer != lane) {
      lane.waitFor(writer);
    }
    readers |= lane.bit();
  }

  /** Makes {@code lane} wait for all work on this buffer; call it before enqueueing a write. */
  synchronized void beforeWrite(Lane lane) {
    if (writer != lane) {
      lane.waitFor(writer);
    }
    long others = readers & ~lane.bit();
    if (others != 0) {
      lane.waitFor(others);
    }
    writer = lane;
    readers = 0;
  }

  /** Frees the memory in the order of the last writer's stream; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (!freed) {
      freed = true;
      beforeWrite(writer);
      memory.free(this, writer);
    }
  }
}
