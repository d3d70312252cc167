package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendUnavailableException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CUDA libraries of this process: loaded once, on first use, or known to be unusable. */
final class CudaRuntime {
  private static final int NO_DEVICE = 100;
  private static final int DRIVER_MISMATCH = 803;
  private static final int COMPATIBILITY_NOT_SUPPORTED = 804;

  private static final class Holder {
    static final CudaRuntime INSTANCE = new CudaRuntime();
  }

  private final LibrarySearch search = CudaLibraries.search();
  private final @Nullable CudaLibraries libraries;
  private final Map<String, String> natives = new LinkedHashMap<>();
  private final @Nullable String reason;
  private final @Nullable Throwable cause;

  private CudaRuntime() {
    CudaLibraries found = null;
    String why = null;
    Throwable error = null;
    try {
      found = CudaLibraries.load(search);
      natives.putAll(JcudaNatives.load(found.major()));
      Driver.init();
      why = unusable(found.major());
    } catch (CudaException e) {
      why = advice(e);
      error = e;
    } catch (IOException | BackendException | LinkageError e) {
      why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      error = e;
    }
    libraries = found;
    reason = why;
    cause = error;
  }

  /** Why a driver that works cannot serve, or null if it can. */
  private static @Nullable String unusable(int major) {
    int version = Driver.version();
    if (version / 1000 < major) {
      return "the NVIDIA driver supports CUDA "
          + version(version)
          + ", and cuBLAS and NVRTC are of CUDA "
          + major
          + ": update the driver, or install the libraries of CUDA "
          + version / 1000;
    }
    return Driver.deviceCount() == 0 ? noDevice() : null;
  }

  private static String advice(CudaException e) {
    return switch (e.code()) {
      case NO_DEVICE -> noDevice();
      case DRIVER_MISMATCH ->
          e.getMessage()
              + ": libcuda and the kernel module differ; reboot, or reinstall the driver";
      case COMPATIBILITY_NOT_SUPPORTED ->
          e.getMessage()
              + ": a forward-compatibility libcuda (cuda-compat) is on the library path, and this"
              + " GPU cannot use it; take it off LD_LIBRARY_PATH";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String noDevice() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return "the NVIDIA driver shows no device"
        + (visible == null ? "" : "; CUDA_VISIBLE_DEVICES is '" + visible + "'");
  }

  /** A driver's version number as people write it. */
  static String version(int version) {
    return version / 1000 + "." + version % 1000 / 10;
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

  /** Every place that was searched, in order. */
  static List<LibrarySearch.Place> places() {
    return Holder.INSTANCE.search.places();
  }

  /** Each library and native that was loaded, and from where. */
  static Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    CudaLibraries loaded = Holder.INSTANCE.libraries;
    if (loaded != null) {
      paths.putAll(loaded.paths());
    }
    paths.putAll(Holder.INSTANCE.natives);
    return paths;
  }
}
