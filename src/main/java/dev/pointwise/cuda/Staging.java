package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/**
 * Moves bytes between pageable host memory and the device through two pinned buffers in turn, so
 * that one is filled while the other travels. Not thread-safe.
 */
final class Staging implements AutoCloseable {
  static final long SLOT_BYTES = 4 << 20;

  /** Copies of rows take no longer pitch: CU_DEVICE_ATTRIBUTE_MAX_PITCH. */
  private static final long MOST_PITCH = Integer.MAX_VALUE;

  private final CUstream stream;
  private final List<Slot> slots = new ArrayList<>();
  private int next;

  Staging(CUstream stream) {
    this.stream = stream;
  }

  private static final class Slot {
    final PinnedPointer pointer = Driver.allocatePinned(SLOT_BYTES);
    final MemorySegment memory = pointer.segment(SLOT_BYTES);
    final CUevent done;

    Slot() {
      try {
        done = Driver.createEvent();
      } catch (Throwable failure) {
        Closing.close(() -> Driver.freePinned(pointer), failure);
        throw failure;
      }
    }

    void close() {
      Closing.closeAll(() -> Driver.destroy(done), () -> Driver.freePinned(pointer));
    }
  }

  /**
   * Rows of equal length; {@code pitch} is the distance of their starts on the device, in bytes.
   */
  record Rows(long count, long bytes, long pitch) {
    /** The same bytes as a single row, if there are no gaps between the rows. */
    Rows joined() {
      return pitch == bytes ? new Rows(1, count * bytes, count * bytes) : this;
    }
  }

  /** Enqueues the upload of contiguous rows; the host memory may be reused on return. */
  void upload(MemorySegment from, DevicePointer to, Rows rows) {
    transfer(
        rows,
        (slot, host, device, count, bytes) -> {
          Driver.synchronize(slot.done);
          MemorySegment.copy(from, host, slot.memory, 0, count * bytes);
          if (count == 1) {
            Driver.copyToDevice(to.at(device), slot.pointer, bytes, stream);
          } else {
            Driver.copyRowsToDevice(
                to.at(device), rows.pitch(), slot.pointer, bytes, count, stream);
          }
          Driver.record(slot.done, stream);
        });
  }

  /** Downloads rows into contiguous host memory, and waits until they are there. */
  void download(DevicePointer from, MemorySegment to, Rows rows) {
    List<Runnable> pending = new ArrayList<>();
    transfer(
        rows,
        (slot, host, device, count, bytes) -> {
          if (pending.size() == 2) {
            pending.remove(0).run();
          }
          Driver.synchronize(slot.done);
          if (count == 1) {
            Driver.copyToHost(slot.pointer, from.at(device), bytes, stream);
          } else {
            Driver.copyRowsToHost(
                slot.pointer, from.at(device), rows.pitch(), bytes, count, stream);
          }
          Driver.record(slot.done, stream);
          pending.add(
              () -> {
                Driver.synchronize(slot.done);
                MemorySegment.copy(slot.memory, 0, to, host, count * bytes);
              });
        });
    pending.forEach(Runnable::run);
  }

  private interface Chunk {
    void move(Slot slot, long hostOffset, long deviceOffset, long rows, long bytes);
  }

  /** Once this has failed nothing uses the slots any more: the next transfer may fill them. */
  private void transfer(Rows given, Chunk chunk) {
    try {
      transferJoined(given.joined(), chunk);
    } catch (Throwable failure) {
      Closing.close(() -> Driver.synchronize(stream), failure);
      throw failure;
    }
  }

  private void transferJoined(Rows rows, Chunk chunk) {
    if (rows.bytes() > SLOT_BYTES || rows.pitch() > MOST_PITCH) {
      for (long row = 0; row < rows.count(); row++) {
        for (long at = 0; at < rows.bytes(); at += SLOT_BYTES) {
          long bytes = Math.min(SLOT_BYTES, rows.bytes() - at);
          chunk.move(slot(), row * rows.bytes() + at, row * rows.pitch() + at, 1, bytes);
        }
      }
    } else if (rows.bytes() > 0) {
      long most = SLOT_BYTES / rows.bytes();
      for (long row = 0; row < rows.count(); row += most) {
        long count = Math.min(most, rows.count() - row);
        chunk.move(slot(), row * rows.bytes(), row * rows.pitch(), count, rows.bytes());
      }
    }
  }

  private Slot slot() {
    if (slots.size() < 2) {
      slots.add(new Slot());
    }
    next = (next + 1) % slots.size();
    return slots.get(next);
  }

  @Override
  public void close() {
    Closing.closeAll(
        slots.stream().map(slot -> (AutoCloseable) slot::close).toArray(AutoCloseable[]::new));
    slots.clear();
  }
}
