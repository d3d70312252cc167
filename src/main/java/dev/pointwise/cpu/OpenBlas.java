package dev.pointwise.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenBLAS that layers need: the only class that calls the library. Matrices are
 * row-major and given by their addresses, which nothing checks. Every call runs on the thread that
 * makes it; OpenBLAS's own threads are switched off. Not to be touched before {@link
 * OpenBlasLibrary#get} has returned.
 */
final class OpenBlas {
  /** A matrix as it is stored. */
  static final int PLAIN = 111;

  /** The transpose of a matrix as it is stored. */
  static final int TRANSPOSED = 112;

  private static final int ROW_MAJOR = 101;
  private static final long LONGEST_TEXT = 4096;

  private static final SymbolLookup SYMBOLS = OpenBlasLibrary.get().symbols();
  private static final MethodHandle SGEMM =
      function(
          "cblas_sgemm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_FLOAT,
              JAVA_LONG,
              JAVA_INT,
              JAVA_LONG,
              JAVA_INT,
              JAVA_FLOAT,
              JAVA_LONG,
              JAVA_INT));
  private static final MethodHandle SAXPY =
      function(
          "cblas_saxpy",
          FunctionDescriptor.ofVoid(
              JAVA_INT, JAVA_FLOAT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SOMATCOPY =
      function(
          "cblas_somatcopy",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_FLOAT,
              JAVA_LONG,
              JAVA_INT,
              JAVA_LONG,
              JAVA_INT));

  static {
    useCallersThreadOnly();
  }

  private OpenBlas() {}

  /** The instruction set that the library chose, as it names it: "Haswell", "Cooperlake", … */
  static String core() {
    return text("openblas_get_corename");
  }

  /** Version and build options. */
  static String config() {
    return text("openblas_get_config");
  }

  /**
   * C += op(A)·op(B), where op(A) is {@code m × k} and op(B) is {@code k × n}.
   *
   * @param opA {@link #PLAIN} or {@link #TRANSPOSED}
   * @param opB {@link #PLAIN} or {@link #TRANSPOSED}
   */
  static void multiplyAdd(
      int opA, int opB, int m, int n, int k, long a, int lda, long b, int ldb, long c, int ldc) {
    try {
      SGEMM.invokeExact(ROW_MAJOR, opA, opB, m, n, k, 1f, a, lda, b, ldb, 1f, c, ldc);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** y += x, over n contiguous elements. */
  static void add(int n, long x, long y) {
    try {
      SAXPY.invokeExact(n, 1f, x, 1, y, 1);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  /** B = Aᵀ, where A is {@code rows × columns}. */
  static void transpose(int rows, int columns, long a, int lda, long b, int ldb) {
    try {
      SOMATCOPY.invokeExact(ROW_MAJOR, TRANSPOSED, rows, columns, 1f, a, lda, b, ldb);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  private static void useCallersThreadOnly() {
    try {
      function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(1);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  @SuppressWarnings("restricted") // a C string of unknown length
  private static String text(String name) {
    try {
      MemorySegment text =
          (MemorySegment) function(name, FunctionDescriptor.of(ADDRESS)).invokeExact();
      return text.reinterpret(LONGEST_TEXT).getString(0);
    } catch (Throwable t) {
      throw impossible(t);
    }
  }

  @SuppressWarnings("restricted") // the library that this class is about
  private static MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), type);
  }

  private static Error impossible(Throwable fromHandle) {
    return fromHandle instanceof Error error ? error : new AssertionError(fromHandle);
  }
}
