package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendUnavailableException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CUDA libraries of this process: loaded once, on first use, or known to be unusable. */
final class CudaRuntime {
  private static final class Holder {
    static final CudaRuntime INSTANCE = new CudaRuntime();
  }

  private final @Nullable CudaLibraries libraries;
  private final @Nullable String reason;
  private final @Nullable Throwable cause;

  private CudaRuntime() {
    CudaLibraries found = null;
    String why = null;
    Throwable error = null;
    try {
      found = CudaLibraries.load();
      JcudaNatives.load();
      Driver.init();
      if (Driver.deviceCount() == 0) {
        why = "the NVIDIA driver shows no device";
      }
    } catch (IOException | BackendException | LinkageError e) {
      why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      error = e;
    }
    libraries = found;
    reason = why;
    cause = error;
  }

  /** Why CUDA cannot be used in this process, or null if it can. */
  static @Nullable String unavailableReason() {
    return Holder.INSTANCE.reason;
  }

  /**
   * The libraries.
   *
   * @throws BackendUnavailableException if CUDA cannot be used
   */
  static CudaLibraries libraries() {
    CudaRuntime runtime = Holder.INSTANCE;
    if (runtime.reason != null || runtime.libraries == null) {
      String why = "CUDA is unavailable: " + runtime.reason;
      throw runtime.cause == null
          ? new BackendUnavailableException(why)
          : new BackendUnavailableException(why, runtime.cause);
    }
    return runtime.libraries;
  }

  /** Where each library was loaded from. */
  static Map<String, String> paths() {
    return libraries().paths();
  }
}
