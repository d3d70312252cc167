package dev.pointwise.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.pointwise.backend.DeviceMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jcuda.jcublas.cublasStatus;

/**
 * The functions of cuBLASLt, which JCuda does not bind; the one class that calls them, each with
 * its status checked. Handles and descriptors are addresses. Thread-safe, as the library is.
 *
 * <p>A record, so that the compiler takes the method handles of a constant instance for constants.
 *
 * <p>Failures are {@link CudaException}; running out of memory is {@link DeviceMemoryException}.
 */
record LtLibrary(
    MethodHandle version,
    MethodHandle create,
    MethodHandle destroy,
    MethodHandle productCreate,
    MethodHandle productDestroy,
    MethodHandle productSet,
    MethodHandle layoutCreate,
    MethodHandle layoutDestroy,
    MethodHandle layoutSet,
    MethodHandle preferenceCreate,
    MethodHandle preferenceDestroy,
    MethodHandle preferenceSet,
    MethodHandle heuristic,
    MethodHandle check,
    MethodHandle matmul) {
  /** cublasLtMatmulHeuristicResult_t: an algorithm, its workspace, whether it can run, and more. */
  private static final long RESULT_BYTES = 96;

  private static final long RESULT_STATE = 72;

  /** What says of an algorithm that it is none for a problem. */
  private static final Set<Integer> REFUSALS =
      Set.of(
          cublasStatus.CUBLAS_STATUS_INVALID_VALUE,
          cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED,
          cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH);

  /**
   * Finds the functions.
   *
   * @throws java.util.NoSuchElementException if the library lacks one; the message names it
   */
  static LtLibrary of(SymbolLookup library) {
    return new LtLibrary(
        bind(library, "cublasLtGetVersion", FunctionDescriptor.of(JAVA_LONG)),
        status(library, "cublasLtCreate", ADDRESS),
        status(library, "cublasLtDestroy", JAVA_LONG),
        status(library, "cublasLtMatmulDescCreate", ADDRESS, JAVA_INT, JAVA_INT),
        status(library, "cublasLtMatmulDescDestroy", JAVA_LONG),
        status(library, "cublasLtMatmulDescSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
        status(
            library,
            "cublasLtMatrixLayoutCreate",
            ADDRESS,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG),
        status(library, "cublasLtMatrixLayoutDestroy", JAVA_LONG),
        status(
            library, "cublasLtMatrixLayoutSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
        status(library, "cublasLtMatmulPreferenceCreate", ADDRESS),
        status(library, "cublasLtMatmulPreferenceDestroy", JAVA_LONG),
        status(
            library,
            "cublasLtMatmulPreferenceSetAttribute",
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            JAVA_LONG),
        status(
            library,
            "cublasLtMatmulAlgoGetHeuristic",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS,
            ADDRESS),
        status(
            library,
            "cublasLtMatmulAlgoCheck",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            ADDRESS,
            ADDRESS),
        status(
            library,
            "cublasLtMatmul",
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG));
  }

  private static MethodHandle status(SymbolLookup library, String name, MemoryLayout... arguments) {
    return bind(library, name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  @SuppressWarnings("restricted") // signatures as in cublasLt.h
  private static MethodHandle bind(
      SymbolLookup library, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
  }

  private interface Call {
    int status() throws Throwable;
  }

  private static int status(Call call) {
    try {
      return call.status();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What a method handle is declared to throw, and a downcall does not. */
  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    throw new AssertionError(e);
  }

  /** The library's version, 10000 times major plus 100 times minor plus patch. */
  long versionNumber() {
    try {
      return (long) version.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private interface Creation {
    int status(MemorySegment out) throws Throwable;
  }

  private static long created(String call, Creation creation) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      Cublas.check(call, status(() -> creation.status(out)));
      return out.get(JAVA_LONG, 0);
    }
  }

  /** A handle on the current device. */
  long newHandle() {
    return created("cublasLtCreate", out -> (int) create.invokeExact(out));
  }

  void destroyHandle(long handle) {
    Cublas.check("cublasLtDestroy", status(() -> (int) destroy.invokeExact(handle)));
  }

  /** A descriptor of products, whose alpha and beta are of that type, in host memory. */
  long newProduct(int computeType, int scaleType) {
    return created(
        "cublasLtMatmulDescCreate",
        out -> (int) productCreate.invokeExact(out, computeType, scaleType));
  }

  void destroyProduct(long product) {
    Cublas.check(
        "cublasLtMatmulDescDestroy", status(() -> (int) productDestroy.invokeExact(product)));
  }

  /** A column-major matrix as it is stored, before any transposition. */
  long newLayout(int dataType, long rows, long columns, long ld) {
    return created(
        "cublasLtMatrixLayoutCreate",
        out -> (int) layoutCreate.invokeExact(out, dataType, rows, columns, ld));
  }

  void destroyLayout(long layout) {
    Cublas.check(
        "cublasLtMatrixLayoutDestroy", status(() -> (int) layoutDestroy.invokeExact(layout)));
  }

  long newPreference() {
    return created(
        "cublasLtMatmulPreferenceCreate", out -> (int) preferenceCreate.invokeExact(out));
  }

  void destroyPreference(long preference) {
    Cublas.check(
        "cublasLtMatmulPreferenceDestroy",
        status(() -> (int) preferenceDestroy.invokeExact(preference)));
  }

  /** Sets an attribute of a descriptor of the attribute's kind. */
  void set(long descriptor, LtAttribute attribute, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(JAVA_LONG, value); // little-endian: its low bytes lead
      int number = attribute.number;
      long bytes = attribute.bytes;
      switch (attribute.owner) {
        case PRODUCT ->
            Cublas.check(
                "cublasLtMatmulDescSetAttribute",
                status(() -> (int) productSet.invokeExact(descriptor, number, in, bytes)));
        case LAYOUT ->
            Cublas.check(
                "cublasLtMatrixLayoutSetAttribute",
                status(() -> (int) layoutSet.invokeExact(descriptor, number, in, bytes)));
        case PREFERENCE ->
            Cublas.check(
                "cublasLtMatmulPreferenceSetAttribute",
                status(() -> (int) preferenceSet.invokeExact(descriptor, number, in, bytes)));
      }
    }
  }

  /**
   * The algorithms that the library's heuristics name, best first; empty where it has none.
   *
   * @param most how many to ask for
   */
  List<LtAlgorithm> heuristics(long handle, LtDescriptors of, long preference, int most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment results = arena.allocate(most * RESULT_BYTES, 8);
      MemorySegment count = arena.allocate(JAVA_INT);
      int status =
          status(
              () ->
                  (int)
                      heuristic.invokeExact(
                          handle,
                          of.product(),
                          of.a(),
                          of.b(),
                          of.c(),
                          of.d(),
                          preference,
                          most,
                          results,
                          count));
      if (status == cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED) {
        return List.of();
      }
      Cublas.check("cublasLtMatmulAlgoGetHeuristic", status);
      List<LtAlgorithm> algorithms = new ArrayList<>();
      for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
        MemorySegment result = results.asSlice(i * RESULT_BYTES, RESULT_BYTES);
        if (result.get(JAVA_INT, RESULT_STATE) == cublasStatus.CUBLAS_STATUS_SUCCESS) {
          algorithms.add(LtAlgorithm.of(result.asSlice(0, LtAlgorithm.BYTES).toArray(JAVA_BYTE)));
        }
      }
      return algorithms;
    }
  }

  /** Whether the library would run an algorithm on these descriptors in that much workspace. */
  boolean accepts(long handle, LtDescriptors of, LtAlgorithm algorithm, long workspaceBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(LtAlgorithm.BYTES, 8);
      bytes.copyFrom(MemorySegment.ofArray(algorithm.bytes()));
      MemorySegment result = arena.allocate(RESULT_BYTES, 8);
      int status =
          status(
              () ->
                  (int)
                      check.invokeExact(
                          handle, of.product(), of.a(), of.b(), of.c(), of.d(), bytes, result));
      if (REFUSALS.contains(status)) {
        return false;
      }
      Cublas.check("cublasLtMatmulAlgoCheck", status);
      return result.get(JAVA_LONG, LtAlgorithm.BYTES) <= workspaceBytes;
    }
  }

  /**
   * Enqueues {@code D = epilogue(alpha·op(A)·op(B) + beta·C)}. All arguments are addresses but for
   * the bytes of the workspace; nothing is allocated.
   */
  void multiply(
      long handle,
      LtDescriptors of,
      long alpha,
      long a,
      long b,
      long beta,
      long c,
      long d,
      long algorithm,
      long workspace,
      long workspaceBytes,
      long stream) {
    int status;
    try {
      status =
          (int)
              matmul.invokeExact(
                  handle,
                  of.product(),
                  alpha,
                  a,
                  of.a(),
                  b,
                  of.b(),
                  beta,
                  c,
                  of.c(),
                  d,
                  of.d(),
                  algorithm,
                  workspace,
                  workspaceBytes,
                  stream);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    Cublas.check("cublasLtMatmul", status);
  }
}
