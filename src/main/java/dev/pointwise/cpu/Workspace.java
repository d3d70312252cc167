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

  private final NativeHeap heap;
  private final MemorySet used = new MemorySet();

  private @Nullable NativeMemory tile;
  private @Nullable NativeMemory staged;

  /** Scratch memory out of a heap; none as yet. */
  Workspace(NativeHeap heap) {
    this.heap = heap;
  }

  /** The memory of the next call's tensors, which adds them. */
  MemorySet used() {
    used.clear();
    return used;
  }

  /** Address of scratch for one chunk of the output. */
  long tile(long bytes) {
    if (tile == null || tile.bytes() < bytes) {
      free(tile);
      tile = null;
      tile = heap.allocate(bytes);
    }
    return tile.address();
  }

  /** Address of scratch for an input that has to be converted. */
  long staged(long bytes) {
    if (staged == null || staged.bytes() < bytes) {
      free(staged);
      staged = null;
      staged = heap.allocate(bytes);
    }
    return staged.address();
  }

  private static void free(@Nullable NativeMemory memory) {
    if (memory != null) {
      memory.close();
    }
  }

  /** Frees the memory; whoever asks for some later gets it anew. */
  @Override
  public void close() {
    free(tile);
    tile = null;
    free(staged);
    staged = null;
  }
}
