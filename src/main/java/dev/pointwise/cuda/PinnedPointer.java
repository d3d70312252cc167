package dev.pointwise.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/** A pointer to page-locked host memory, readable as a segment. */
final class PinnedPointer extends Pointer {
  /** The memory behind the pointer; valid until it is freed. */
  @SuppressWarnings("restricted") // the length is the one that was allocated
  MemorySegment segment(long bytes) {
    return MemorySegment.ofAddress(getNativePointer()).reinterpret(bytes);
  }
}
