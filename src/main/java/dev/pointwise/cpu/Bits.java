package dev.pointwise.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Loops over binary32 elements in native memory by way of their bits: the JIT vectorizes accesses
 * to native memory as int, and not as float. Infinities and NaN of either sign are kept as
 * arithmetic would keep them.
 */
final class Bits {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int INFINITY = 0x7F800000;
  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int SIX = Float.floatToRawIntBits(6f);

  private Bits() {}

  /** Sets every element. */
  static void fill(long address, int count, float value) {
    MemorySegment memory = memory(address, count);
    int bits = Float.floatToRawIntBits(value);
    for (int i = 0; i < count; i++) {
      memory.set(INT, 4L * i, bits);
    }
  }

  /** Copies elements that do not overlap. */
  static void copy(long from, long to, int count) {
    MemorySegment.copy(memory(from, count), 0, memory(to, count), 0, 4L * count);
  }

  /** Copies elements that lie {@code stride} elements apart into contiguous ones. */
  static void gather(long from, long stride, long to, int count) {
    MemorySegment source = NativeMemory.at(from, 4 * ((count - 1) * stride + 1));
    MemorySegment target = memory(to, count);
    for (int i = 0; i < count; i++) {
      target.set(INT, 4L * i, source.get(INT, 4 * stride * i));
    }
  }

  /** max(0, x): zero where the bits, negative, are at most those of −∞. */
  static void relu(long address, int count) {
    MemorySegment memory = memory(address, count);
    for (int i = 0; i < count; i++) {
      int x = memory.get(INT, 4L * i);
      int negative = (x & (x + (MAGNITUDE - INFINITY))) >> 31;
      memory.set(INT, 4L * i, x & ~negative);
    }
  }

  /** min(max(0, x), 6): positive numbers are ordered as their bits are. */
  static void relu6(long address, int count) {
    MemorySegment memory = memory(address, count);
    for (int i = 0; i < count; i++) {
      int x = memory.get(INT, 4L * i);
      int nan = (INFINITY - (x & MAGNITUDE)) >> 31;
      memory.set(INT, 4L * i, Math.min(Math.max(x, 0), SIX) | (x & nan));
    }
  }

  private static MemorySegment memory(long address, int count) {
    return NativeMemory.at(address, 4L * count);
  }
}
