package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.spec.GemmShape;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUcontext;
import org.jspecify.annotations.Nullable;

/**
 * A handle of cuBLASLt, for all lanes of one device, and the descriptors made for it. Thread-safe.
 */
final class CublasLt implements AutoCloseable {
  /** Parts of a sum are added up in workspace, in binary32; or there is but one. */
  private static final int REDUCTION_IN_COMPUTE_TYPE = 2;

  private static final int REDUCTION_ANYHOW = 7;

  private static final class Loaded {
    static final @Nullable LtLibrary LIBRARY;
    static final @Nullable String REASON;

    static {
      LtLibrary library = null;
      String reason = null;
      SymbolLookup symbols = CudaRuntime.libraries().cublasLt();
      try {
        library = symbols == null ? null : LtLibrary.of(symbols);
        reason = symbols == null ? "not used on this system" : null;
      } catch (NoSuchElementException e) {
        reason = "not used: " + e.getMessage();
      }
      LIBRARY = library;
      REASON = reason;
    }

    private Loaded() {}
  }

  private final CUcontext context;
  private final long workspaceBytes;
  private final long handle;
  private final Set<LtDescriptors> live = ConcurrentHashMap.newKeySet();

  /** Why it is not used in this process, or null if it is. */
  static @Nullable String unavailableReason() {
    return Loaded.REASON;
  }

  /** A handle on the device whose context that is, and is current; null if it is not used. */
  static @Nullable CublasLt open(CUcontext context, long workspaceBytes) {
    return Loaded.LIBRARY == null ? null : new CublasLt(context, workspaceBytes);
  }

  private CublasLt(CUcontext context, long workspaceBytes) {
    this.context = context;
    this.workspaceBytes = workspaceBytes;
    handle = library().newHandle();
  }

  /** The library; call it where there is a handle. */
  static LtLibrary library() {
    LtLibrary library = Loaded.LIBRARY;
    if (library == null) {
      throw new IllegalStateException("cuBLASLt is " + Loaded.REASON);
    }
    return library;
  }

  long handle() {
    return handle;
  }

  /** Of each lane's workspace. */
  long workspaceBytes() {
    return workspaceBytes;
  }

  /** The version of the library; 0 where it is not used. */
  static long versionNumber() {
    return Loaded.LIBRARY == null ? 0 : Loaded.LIBRARY.versionNumber();
  }

  /** The version, as people write it. */
  String version() {
    return Cublas.text(versionNumber());
  }

  /** The descriptors of a problem; whoever asked closes them, or they go with this handle. */
  LtDescriptors describe(LtProblem problem) {
    LtDescriptors descriptors = new LtDescriptors(library(), problem, live::remove);
    live.add(descriptors);
    return descriptors;
  }

  /**
   * The algorithms that the library's heuristics name for a problem, best first. They answer for
   * the device whose context is current, which is made this handle's.
   */
  List<LtAlgorithm> heuristics(LtProblem problem, LtDescriptors descriptors, int most) {
    Driver.setCurrent(context);
    long preference = library().newPreference();
    List<LtAlgorithm> named = new ArrayList<>();
    Closing.closeAll(
        () -> {
          prefer(problem, preference);
          named.addAll(library().heuristics(handle, descriptors, preference, most));
        },
        () -> library().destroyPreference(preference));
    return named;
  }

  private void prefer(LtProblem problem, long preference) {
    GemmShape gemm = problem.gemm();
    int in = problem.inputBytes();
    int out = problem.outputBytes();
    library().set(preference, LtAttribute.MOST_WORKSPACE, workspaceBytes);
    library()
        .set(
            preference,
            LtAttribute.REDUCTION_SCHEMES,
            out == Integer.BYTES ? REDUCTION_ANYHOW : REDUCTION_IN_COMPUTE_TYPE);
    library().set(preference, LtAttribute.ALIGNMENT_A, LtProblem.alignment(gemm.a(), in));
    library().set(preference, LtAttribute.ALIGNMENT_B, LtProblem.alignment(gemm.b(), in));
    library().set(preference, LtAttribute.ALIGNMENT_C, LtProblem.alignment(problem.c(), out));
    library().set(preference, LtAttribute.ALIGNMENT_D, LtProblem.alignment(gemm.c(), out));
  }

  /** Whether the library would run an algorithm that it named earlier, or in another process. */
  boolean accepts(LtDescriptors descriptors, LtAlgorithm algorithm) {
    return library().accepts(handle, descriptors, algorithm, workspaceBytes);
  }

  /** Destroys the descriptors that are left, and the handle. */
  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(live);
    all.add(() -> library().destroyHandle(handle));
    Closing.closeAll(all.toArray(AutoCloseable[]::new));
  }
}
