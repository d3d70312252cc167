package dev.pointwise.cpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * A block of the C heap, 64-byte aligned, with undefined contents. Neither counted against the
 * JVM's limits nor zeroed, and freed by {@link #close} alone, once.
 */
final class NativeMemory implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final MethodHandle MALLOC =
      function("malloc", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(JAVA_LONG));

  /** The machine's memory when this class was loaded; asking takes longer than a small layer. */
  private static final long TOTAL = totalBytes();

  private final NativeHeap heap;
  private final long block;
  private final long bytes;

  private NativeMemory(NativeHeap heap, long block, long bytes) {
    this.heap = heap;
    this.block = block;
    this.bytes = bytes;
  }

  /** A block that is counted in {@code heap}; null if there is not that much memory. */
  static @Nullable NativeMemory allocate(NativeHeap heap, long bytes) {
    long block = exceedsMachine(bytes) ? 0 : allocate(bytes + ALIGNMENT);
    return block == 0 ? null : new NativeMemory(heap, block, bytes);
  }

  /** Asks the system only about blocks that are refused, unless memory was added since. */
  private static boolean exceedsMachine(long bytes) {
    return bytes > TOTAL && bytes > totalBytes();
  }

  /** The machine's memory, or what the container may use of it. */
  static long totalBytes() {
    return system().getTotalMemorySize();
  }

  /** What of it is free. */
  static long freeBytes() {
    return system().getFreeMemorySize();
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  long address() {
    return (block + ALIGNMENT - 1) & -ALIGNMENT;
  }

  long bytes() {
    return bytes;
  }

  /** The memory at an address; nothing checks that it is there. */
  @SuppressWarnings("restricted") // memory that tensors own
  static MemorySegment at(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static long allocate(long bytes) {
    try {
      return (long) MALLOC.invokeExact(bytes);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @Override
  public void close() {
    heap.free(this);
    try {
      FREE.invokeExact(block);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  @SuppressWarnings("restricted") // the C library
  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
