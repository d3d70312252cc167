package dev.pointwise.cpu;

import org.jspecify.annotations.Nullable;

/**
 * The scratch memory of one thread at work: native memory that grows to the largest need, the
 * arrays of the epilogue, and the set of what a call locks. Not thread-safe.
 */
final class Workspace implements AutoCloseable {
  /** Values and their residuals on their way through the epilogue. */
  final float[] values = new float[Lines.LONGEST];

  final float[] addends = new float[Lines.LONGEST];
  final Lines lines = new Lines();
  final Functions functions = new Functions();

  private final MemorySet used = new MemorySet();

  private @Nullable NativeMemory tile;
  private @Nullable NativeMemory staged;

  /** The memory of the next call's tensors, which adds them. */
  MemorySet used() {
    used.clear();
    return used;
  }

  /** Address of scratch for one chunk of the output. */
  long tile(long bytes) {
    NativeMemory memory = grown(tile, bytes);
    tile = memory;
    return memory.address();
  }

  /** Address of scratch for an input that has to be converted. */
  long staged(long bytes) {
    NativeMemory memory = grown(staged, bytes);
    staged = memory;
    return memory.address();
  }

  private static NativeMemory grown(@Nullable NativeMemory memory, long bytes) {
    if (memory != null && memory.bytes() >= bytes) {
      return memory;
    }
    NativeMemory larger = new NativeMemory(bytes);
    if (memory != null) {
      memory.close();
    }
    return larger;
  }

  @Override
  public void close() {
    if (tile != null) {
      tile.close();
      tile = null;
    }
    if (staged != null) {
      staged.close();
      staged = null;
    }
  }
}
