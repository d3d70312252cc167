package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.MemoryStatus;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashSet;
import java.util.Set;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * A stream-ordered memory pool of a backend's own. It keeps freed blocks for the next allocation
 * instead of handing them back at every synchronisation, and what it does is nobody else's. Bound
 * here, since JCuda knows neither the attributes of pools nor all that {@code CUmemPoolProps} has.
 * Thread-safe.
 */
final class DevicePool implements AutoCloseable {
  private static final int RELEASE_THRESHOLD = 4;
  private static final int RESERVED_NOW = 5;

  /** CUmemPoolProps: type, handle types, kind of location, device; the rest is zero. */
  private static final long PROPERTIES_BYTES = 88;

  private static final int PINNED = 1;
  private static final int NO_HANDLES = 0;
  private static final int DEVICE = 1;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /** Whoever trims pools or closes one holds its monitor. */
  static final Set<DevicePool> OPEN = new HashSet<>();

  private final MethodHandle allocate;
  private final MethodHandle destroy;
  private final MethodHandle trim;
  private final MethodHandle getAttribute;
  private final MethodHandle setAttribute;
  private final int device;
  private final MemorySegment pool;

  /** A pool on the device with that ordinal, which gives nothing back unless told. */
  DevicePool(SymbolLookup driver, int device) {
    this.device = device;
    MethodHandle create = bind(driver, "cuMemPoolCreate", POINTER, POINTER);
    allocate =
        bind(
            driver,
            "cuMemAllocFromPoolAsync",
            POINTER,
            ValueLayout.JAVA_LONG,
            POINTER,
            ValueLayout.JAVA_LONG);
    destroy = bind(driver, "cuMemPoolDestroy", POINTER);
    trim = bind(driver, "cuMemPoolTrimTo", POINTER, ValueLayout.JAVA_LONG);
    getAttribute = bind(driver, "cuMemPoolGetAttribute", POINTER, ValueLayout.JAVA_INT, POINTER);
    setAttribute = bind(driver, "cuMemPoolSetAttribute", POINTER, ValueLayout.JAVA_INT, POINTER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties = arena.allocate(PROPERTIES_BYTES, Long.BYTES);
      int[] fields = {PINNED, NO_HANDLES, DEVICE, device};
      MemorySegment.copy(fields, 0, properties, ValueLayout.JAVA_INT, 0, fields.length);
      MemorySegment out = arena.allocate(POINTER);
      check("cuMemPoolCreate", call(() -> (int) create.invokeExact(out, properties)));
      pool = out.get(POINTER, 0);
    }
    try {
      keep(MemoryStatus.UNLIMITED);
    } catch (Throwable failure) {
      Closing.close(this::destroy, failure);
      throw failure;
    }
    synchronized (OPEN) {
      OPEN.add(this);
    }
  }

  @SuppressWarnings("restricted") // signatures as in CUDA's driver API
  private static MethodHandle bind(SymbolLookup driver, String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            driver.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /**
   * A block for the work that comes on {@code stream}; null if memory has run out.
   *
   * @param slot where the driver may write the address meanwhile
   */
  @Nullable DevicePointer allocate(long bytes, DeviceStream stream, MemorySegment slot) {
    int status;
    try {
      status = (int) allocate.invokeExact(slot, bytes, pool, stream.address());
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (status == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      return null;
    }
    check("cuMemAllocFromPoolAsync", status);
    return DevicePointer.of(slot.get(ValueLayout.JAVA_LONG, 0));
  }

  /** Keeps no more than that many bytes once the device has been waited for. */
  void keep(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes);
      check(
          "cuMemPoolSetAttribute",
          call(() -> (int) setAttribute.invokeExact(pool, RELEASE_THRESHOLD, value)));
    }
  }

  /** Bytes of the device that this pool has, whether in use or free for the next allocation. */
  long reserved() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
      check(
          "cuMemPoolGetAttribute",
          call(() -> (int) getAttribute.invokeExact(pool, RESERVED_NOW, value)));
      return value.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /**
   * Hands free blocks of all pools that this process has on this device back to it, where others
   * can have them.
   */
  void trimAll() {
    synchronized (OPEN) {
      for (DevicePool each : OPEN) {
        if (each.device == device) {
          check("cuMemPoolTrimTo", call(() -> (int) trim.invokeExact(each.pool, 0L)));
        }
      }
    }
  }

  /** Hands free blocks back to the device; blocks in use follow when they are freed. */
  @Override
  public void close() {
    synchronized (OPEN) {
      OPEN.remove(this);
    }
    destroy();
  }

  private void destroy() {
    check("cuMemPoolDestroy", call(() -> (int) destroy.invokeExact(pool)));
  }

  private interface NativeCall {
    int run() throws Throwable;
  }

  private static int call(NativeCall call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }

  private static void check(String call, int status) {
    if (status != CUresult.CUDA_SUCCESS) {
      throw Driver.failure(call, status);
    }
  }
}
