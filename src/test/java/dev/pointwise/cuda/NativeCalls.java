package dev.pointwise.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Shows a watcher each call of the stand-in before it happens; the watcher may have it fail. */
@SuppressWarnings("restricted") // the stand-in's own signatures, from its README
final class NativeCalls {
  /** Told of calls, on whichever thread makes them. */
  interface Watcher {
    /** How this call is to fail, or null if it is not. */
    @Nullable Fault on(String function);
  }

  private static final Map<Long, String> NAMES = new ConcurrentHashMap<>();
  private static final MemorySegment TOLD = stub();
  private static final MethodHandle WATCH =
      Linker.nativeLinker()
          .downcallHandle(
              SymbolLookup.libraryLookup(
                      Path.of(System.getProperty("pointwise.cuda.path"), "libcuda.so.1"),
                      Arena.global())
                  .findOrThrow("standin_watch"),
              FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  private static volatile @Nullable Watcher watcher;

  private NativeCalls() {}

  private static MemorySegment stub() {
    try {
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup()
                  .findStatic(
                      NativeCalls.class,
                      "told",
                      MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class)),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_INT)),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Sets who is told from now on; null for nobody. */
  static void watch(@Nullable Watcher told) {
    watcher = told;
    MemorySegment stub = told == null ? MemorySegment.NULL : TOLD;
    try {
      WATCH.invokeExact(stub);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("UnusedMethod") // called by the stand-in
  private static int told(MemorySegment function, MemorySegment flags) {
    Watcher now = watcher;
    if (now == null) {
      return 0;
    }
    try {
      Fault fault = now.on(NAMES.computeIfAbsent(function.address(), address -> name(function)));
      if (fault == null) {
        return 0;
      }
      flags.set(ValueLayout.JAVA_INT, 0, fault.flags());
      return fault.code();
    } catch (Throwable e) {
      e.printStackTrace(); // thrown on through C, it would end the process
      return 0;
    }
  }

  private static String name(MemorySegment function) {
    String name = function.reinterpret(Byte.MAX_VALUE).getString(0);
    return name.endsWith("_v2") ? name.substring(0, name.length() - 3) : name;
  }
}
