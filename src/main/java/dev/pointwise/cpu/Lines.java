package dev.pointwise.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.pointwise.spec.DType;
import dev.pointwise.tensor.Elements;
import java.lang.foreign.MemorySegment;

/**
 * Moves short lines of elements between native memory, in any storage type, and arrays of binary32,
 * on which the JIT vectorizes. Not thread-safe.
 */
final class Lines {
  /** Elements of the longest line: the arrays of a few of them stay in the L1 cache. */
  static final int LONGEST = 1024;

  private final short[] halves = new short[LONGEST];

  /** Reads {@code count} contiguous elements. */
  void load(DType type, long address, float[] to, int count) {
    MemorySegment from = NativeMemory.at(address, (long) count * type.bytes());
    switch (type) {
      case F32 -> MemorySegment.copy(from, JAVA_FLOAT_UNALIGNED, 0, to, 0, count);
      case F16 -> {
        MemorySegment.copy(from, JAVA_SHORT_UNALIGNED, 0, halves, 0, count);
        for (int i = 0; i < count; i++) {
          to[i] = Float.float16ToFloat(halves[i]);
        }
      }
      case BF16 -> {
        MemorySegment.copy(from, JAVA_SHORT_UNALIGNED, 0, halves, 0, count);
        for (int i = 0; i < count; i++) {
          to[i] = Elements.fromBFloat16(halves[i]);
        }
      }
      case E4M3, I8 -> throw quantized(type);
    }
  }

  /** Reads {@code count} elements that lie {@code stride} elements apart. */
  void gather(DType type, long address, long stride, float[] to, int count) {
    if (stride == 1 || count == 1) {
      load(type, address, to, count);
      return;
    }
    MemorySegment from = NativeMemory.at(address, ((count - 1) * stride + 1) * type.bytes());
    long step = stride * type.bytes();
    for (int i = 0; i < count; i++) {
      to[i] =
          switch (type) {
            case F32 -> from.get(JAVA_FLOAT_UNALIGNED, i * step);
            case F16 -> Float.float16ToFloat(from.get(JAVA_SHORT_UNALIGNED, i * step));
            case BF16 -> Elements.fromBFloat16(from.get(JAVA_SHORT_UNALIGNED, i * step));
            case E4M3, I8 -> throw quantized(type);
          };
    }
  }

  /** Writes {@code count} contiguous elements, each rounded to the type. */
  void store(float[] from, DType type, long address, int count) {
    MemorySegment to = NativeMemory.at(address, (long) count * type.bytes());
    switch (type) {
      case F32 -> MemorySegment.copy(from, 0, to, JAVA_FLOAT_UNALIGNED, 0, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          halves[i] = Float.floatToFloat16(from[i]);
        }
        MemorySegment.copy(halves, 0, to, JAVA_SHORT_UNALIGNED, 0, count);
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          halves[i] = Elements.toBFloat16(from[i]);
        }
        MemorySegment.copy(halves, 0, to, JAVA_SHORT_UNALIGNED, 0, count);
      }
      case E4M3, I8 -> throw quantized(type);
    }
  }

  private static IllegalStateException quantized(DType type) {
    return new IllegalStateException("no layer on the processor computes with " + type);
  }
}
