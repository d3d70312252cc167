package dev.pointwise.cuda;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The device's default stream-ordered memory pool. JCuda binds the allocation from it, and lacks
 * these calls, which keep freed blocks for the next allocation instead of handing them back at
 * every synchronisation.
 */
final class DevicePool {
  private static final int RELEASE_THRESHOLD = 4;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private final MethodHandle trim;
  private final MemorySegment pool;

  /** The pool of the device with that ordinal. */
  DevicePool(SymbolLookup driver, int device) {
    MethodHandle defaultPool =
        bind(driver, "cuDeviceGetDefaultMemPool", POINTER, ValueLayout.JAVA_INT);
    MethodHandle setAttribute =
        bind(driver, "cuMemPoolSetAttribute", POINTER, ValueLayout.JAVA_INT, POINTER);
    trim = bind(driver, "cuMemPoolTrimTo", POINTER, ValueLayout.JAVA_LONG);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      check("cuDeviceGetDefaultMemPool", call(() -> (int) defaultPool.invokeExact(out, device)));
      pool = out.get(POINTER, 0);
      MemorySegment all = arena.allocateFrom(ValueLayout.JAVA_LONG, -1L);
      check(
          "cuMemPoolSetAttribute",
          call(() -> (int) setAttribute.invokeExact(pool, RELEASE_THRESHOLD, all)));
    }
  }

  @SuppressWarnings("restricted") // signatures as in CUDA's driver API
  private static MethodHandle bind(
      SymbolLookup driver, String name, java.lang.foreign.MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            driver.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /** Hands free blocks back to the device, where others can have them. */
  void trim() {
    check("cuMemPoolTrimTo", call(() -> (int) trim.invokeExact(pool, 0L)));
  }

  private interface NativeCall {
    int run() throws Throwable;
  }

  private static int call(NativeCall call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void check(String call, int status) {
    if (status != 0) {
      throw Driver.failure(call, status);
    }
  }
}
