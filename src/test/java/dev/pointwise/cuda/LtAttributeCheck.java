package dev.pointwise.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether a cuBLASLt knows each attribute that is set, with that many bytes: it is asked how many
 * it has, set, and read back. Descriptors need no GPU.
 */
final class LtAttributeCheck {
  private static final int COMPUTE_F32 = 68;
  private static final int F32 = 0;
  private static final int F16 = 2;

  private final LtLibrary library;
  private final Map<LtAttribute.Owner, MethodHandle> get = new EnumMap<>(LtAttribute.Owner.class);
  private final List<String> faults = new ArrayList<>();

  LtAttributeCheck(SymbolLookup symbols) {
    library = LtLibrary.of(symbols);
    get.put(LtAttribute.Owner.PRODUCT, getter(symbols, "cublasLtMatmulDescGetAttribute"));
    get.put(LtAttribute.Owner.LAYOUT, getter(symbols, "cublasLtMatrixLayoutGetAttribute"));
    get.put(LtAttribute.Owner.PREFERENCE, getter(symbols, "cublasLtMatmulPreferenceGetAttribute"));
  }

  @SuppressWarnings("restricted") // as in cublasLt.h
  private static MethodHandle getter(SymbolLookup symbols, String name) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols.findOrThrow(name),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
  }

  /** Prints a table, and returns what does not hold. */
  List<String> run(PrintStream out) {
    Map<LtAttribute.Owner, Long> descriptors = new EnumMap<>(LtAttribute.Owner.class);
    long product = library.newProduct(COMPUTE_F32, F32);
    long layout = library.newLayout(F16, 16, 32, 16);
    long preference = library.newPreference();
    descriptors.put(LtAttribute.Owner.PRODUCT, product);
    descriptors.put(LtAttribute.Owner.LAYOUT, layout);
    descriptors.put(LtAttribute.Owner.PREFERENCE, preference);
    out.println("| attribute of cuBLASLt | number | bytes | read back |\n|---|---|---|---|");
    for (LtAttribute each : LtAttribute.values()) {
      check(each, Objects.requireNonNull(descriptors.get(each.owner)), out);
    }
    library.destroyPreference(preference);
    library.destroyLayout(layout);
    library.destroyProduct(product);
    return faults;
  }

  private void check(LtAttribute attribute, long descriptor, PrintStream out) {
    boolean small =
        attribute.bytes == 1
            || attribute == LtAttribute.EPILOGUE
            || attribute.name().startsWith("T");
    long value = small ? 1 : 16;
    String fault = null;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(16, 8);
      MemorySegment written = arena.allocate(JAVA_LONG);
      int status = get(attribute, descriptor, buffer, 0, written);
      long bytes = written.get(JAVA_LONG, 0);
      if (status != 0 || bytes != attribute.bytes) {
        fault = "status " + status + ", " + bytes + " bytes";
      } else {
        library.set(descriptor, attribute, value);
        status = get(attribute, descriptor, buffer, bytes, written);
        long read =
            bytes == 1
                ? buffer.get(JAVA_BYTE, 0)
                : bytes == 4 ? buffer.get(JAVA_INT, 0) : buffer.get(JAVA_LONG, 0);
        fault = status == 0 && read == value ? null : "status " + status + ", value " + read;
      }
    } catch (CudaException e) {
      fault = e.getMessage();
    }
    out.printf(
        "| %s %s | %d | %d | %s |%n",
        attribute.owner,
        attribute,
        attribute.number,
        attribute.bytes,
        fault == null ? "yes" : "**no**: " + fault);
    if (fault != null) {
      faults.add("cuBLASLt's attribute " + attribute + ": " + fault);
    }
  }

  private int get(
      LtAttribute attribute, long descriptor, MemorySegment to, long bytes, MemorySegment written) {
    try {
      MethodHandle function = Objects.requireNonNull(get.get(attribute.owner));
      return (int) function.invokeWithArguments(descriptor, attribute.number, to, bytes, written);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
