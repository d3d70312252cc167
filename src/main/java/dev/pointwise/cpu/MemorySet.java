package dev.pointwise.cpu;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one call reads and writes, locked together, in an order that all threads share.
 * Kept from call to call, so that it makes no garbage. Not thread-safe.
 */
final class MemorySet {
  private @Nullable TensorMemory[] memories = new TensorMemory[4];
  private boolean[] written = new boolean[4];
  private int count;

  /** Takes all out; they are not locked. */
  void clear() {
    Arrays.fill(memories, 0, count, null);
    count = 0;
  }

  /** Adds memory that is read. */
  void read(TensorMemory memory) {
    add(memory, false);
  }

  /** Adds memory that is written, and perhaps read. */
  void write(TensorMemory memory) {
    add(memory, true);
  }

  @SuppressWarnings("ReferenceEquality") // the very same memory
  private void add(TensorMemory memory, boolean writes) {
    int at = count;
    while (at > 0 && at(at - 1).order() > memory.order()) {
      at--;
    }
    if (at > 0 && at(at - 1) == memory) {
      written[at - 1] |= writes;
      return;
    }
    if (count == memories.length) {
      memories = Arrays.copyOf(memories, 2 * count);
      written = Arrays.copyOf(written, 2 * count);
    }
    System.arraycopy(memories, at, memories, at + 1, count - at);
    System.arraycopy(written, at, written, at + 1, count - at);
    memories[at] = memory;
    written[at] = writes;
    count++;
  }

  /** Locks all of it, until {@link #unlock}. */
  void lock() {
    for (int i = 0; i < count; i++) {
      at(i).lock(written[i]);
    }
  }

  void unlock() {
    for (int i = 0; i < count; i++) {
      at(i).unlock(written[i]);
    }
  }

  private TensorMemory at(int index) {
    return Objects.requireNonNull(memories[index]);
  }
}
