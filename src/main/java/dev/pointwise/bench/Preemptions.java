package dev.pointwise.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a thread of this process lost its processor to another one: involuntary context
 * switches, as {@code getrusage} counts them. For 64-bit Linux; notices nothing elsewhere.
 */
final class Preemptions implements Disturbances {
  private static final int RUSAGE_SELF = 0;

  /** {@code struct rusage}: two {@code struct timeval} and 14 {@code long}, the last one this. */
  private static final long INVOLUNTARY = 136;

  private static final long RUSAGE_BYTES = 144;

  private static final @Nullable MethodHandle GETRUSAGE = getrusage();

  private final MemorySegment usage = Arena.ofAuto().allocate(RUSAGE_BYTES, Long.BYTES);

  @SuppressWarnings("restricted") // the signature of getrusage(2)
  private static @Nullable MethodHandle getrusage() {
    boolean known =
        System.getProperty("os.name").equals("Linux")
            && ValueLayout.ADDRESS.byteSize() == Long.BYTES;
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    return !known
        ? null
        : libc.find("getrusage")
            .map(
                function ->
                    linker.downcallHandle(
                        function,
                        FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
            .orElse(null);
  }

  @Override
  public Watch begin() {
    long before = count();
    return () -> count() > before ? Optional.of("preempted") : Optional.empty();
  }

  /** How often that happened since this process began; 0 where nobody tells. */
  long count() {
    if (GETRUSAGE == null) {
      return 0;
    }
    try {
      int status = (int) GETRUSAGE.invokeExact(RUSAGE_SELF, usage);
      return status == 0 ? usage.get(ValueLayout.JAVA_LONG, INVOLUNTARY) : 0;
    } catch (Throwable e) {
      throw new IllegalStateException("getrusage failed: " + e, e);
    }
  }
}
