package dev.pointwise.cpu;

import java.lang.foreign.MemorySegment;

/** Copies memory, a chunk at a time. */
record Copier(long source, long target, long bytes) implements WorkerPool.Job {
  /** Large enough that claiming it costs nothing, small enough that threads end together. */
  private static final long CHUNK = 256 << 10;

  long chunks() {
    return Math.ceilDiv(bytes, CHUNK);
  }

  @Override
  public void run(long chunk, Workspace workspace) {
    long start = chunk * CHUNK;
    long count = Math.min(CHUNK, bytes - start);
    MemorySegment.copy(
        NativeMemory.at(source + start, count),
        0,
        NativeMemory.at(target + start, count),
        0,
        count);
  }
}
