package dev.pointwise.cuda;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** The GNU C library of this process. */
final class Glibc {
  private static final int LONGEST = 64;

  private Glibc() {}

  /** Its version, or null if this process runs on another C library. */
  @SuppressWarnings("restricted") // a string without end that libc keeps
  static @Nullable String version() {
    MemorySegment function =
        Linker.nativeLinker().defaultLookup().find("gnu_get_libc_version").orElse(null);
    if (function == null) {
      return null;
    }
    try {
      MemorySegment text =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      return text.reinterpret(LONGEST).getString(0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
