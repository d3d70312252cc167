package dev.pointwise.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The control calls of the stand-in that this process runs on; see native-tests/standin. */
@SuppressWarnings("restricted") // its own signatures, from its README
final class StandIn {
  /** The device stays broken until {@link #heal}. */
  static final int STICKY = 1;

  /** The call does its work before it fails. */
  static final int AFTER = 4;

  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup(
          Path.of(System.getProperty("pointwise.cuda.path"), "libcuda.so.1"), Arena.global());
  private static final MethodHandle LIVE =
      bind("standin_live", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
  private static final MethodHandle CALLS =
      bind("standin_calls", ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
  private static final MethodHandle FAIL =
      bind(
          "standin_fail",
          ValueLayout.JAVA_INT,
          ValueLayout.ADDRESS,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT);
  private static final MethodHandle HANDLE_BYTES =
      bind("standin_handle_bytes", ValueLayout.JAVA_LONG);
  private static final MethodHandle CORRUPTIONS = bind("standin_corruptions", ValueLayout.JAVA_INT);
  private static final MethodHandle RESET =
      Linker.nativeLinker()
          .downcallHandle(LIBRARY.findOrThrow("standin_reset_faults"), FunctionDescriptor.ofVoid());
  private static final MethodHandle ARITHMETIC =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("standin_set_arithmetic"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final MethodHandle DEVICES =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("standin_set_devices"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final MethodHandle LIMIT =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("standin_set_memory_limit"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

  private static final MethodHandle CAPABILITY =
      Linker.nativeLinker()
          .downcallHandle(
              LIBRARY.findOrThrow("standin_set_capability"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));

  private static final SymbolLookup MANAGEMENT =
      SymbolLookup.libraryLookup(
          Path.of(System.getProperty("pointwise.cuda.path"), "libnvidia-ml.so.1"), Arena.global());
  private static final MethodHandle THROTTLE =
      Linker.nativeLinker()
          .downcallHandle(
              MANAGEMENT.findOrThrow("standin_set_throttle"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
  private static final MethodHandle FAIL_MANAGEMENT =
      Linker.nativeLinker()
          .downcallHandle(
              MANAGEMENT.findOrThrow("standin_fail_nvml"),
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private StandIn() {}

  private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static Object named(MethodHandle function, String name, Object... rest) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = new Object[rest.length + 1];
      MemorySegment text = arena.allocateFrom(name);
      arguments[0] = text;
      System.arraycopy(rest, 0, arguments, 1, rest.length);
      return call(function, arguments);
    }
  }

  /** How many things of a kind exist; "all" for every kind. */
  static int live(String kind) {
    return (int) named(LIVE, kind);
  }

  /** Bytes of this process that handles took so far; none is used twice. */
  static long handleBytes() {
    return (long) call(HANDLE_BYTES);
  }

  /** Calls of a function so far. */
  static long calls(String function) {
    return (long) named(CALLS, function);
  }

  /** Lets the nth call from now on of a function return {@code code}. */
  static void fail(String function, int nth, int code, int flags) {
    named(FAIL, function, nth, code, flags);
  }

  /** Disarms all faults and mends broken contexts. */
  static void heal() {
    call(RESET);
  }

  /** How many devices there are. */
  static void devices(int count) {
    call(DEVICES, count);
  }

  /** Bytes of each device. */
  static void memoryLimit(long bytes) {
    call(LIMIT, bytes);
  }

  /** Whether products and kernels are computed, or checked alone. */
  static void arithmetic(boolean on) {
    call(ARITHMETIC, on ? 1 : 0);
  }

  /** The compute capability that devices show from now on: 90, the usual one, is 9.0. */
  static void capability(int shown) {
    call(CAPABILITY, shown);
  }

  /** The mask of reasons for lower clocks that the management library tells. */
  static void throttle(long mask) {
    call(THROTTLE, mask);
  }

  /** The function of the management library that fails from now on; none if it is empty. */
  static void failManagement(String function) {
    named(FAIL_MANAGEMENT, function);
  }

  /** Buffers beside which something was written. */
  static int corruptions() {
    return (int) call(CORRUPTIONS);
  }
}
