package dev.pointwise.cuda;

import dev.pointwise.backend.BackendUnavailableException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CUDA libraries of this process: loaded once, on first use, or known to be unusable. */
final class CudaRuntime {
  /** What is done one after the other; the first to fail makes CUDA unusable. */
  enum Step {
    DRIVER,
    LIBRARIES,
    NATIVES,
    DEVICE,
    DONE
  }

  private static final class Holder {
    static final CudaRuntime INSTANCE = new CudaRuntime();
  }

  private final LibrarySearch search;
  private final Map<String, String> natives = new LinkedHashMap<>();
  private Step step = Step.DRIVER;
  private @Nullable DriverLibrary driver;
  private @Nullable CudaLibraries libraries;
  private @Nullable String reason;
  private @Nullable Throwable cause;

  private CudaRuntime() {
    String explicit = explicit();
    search = LibrarySearch.run(explicit, System.getenv());
    try {
      load(explicit);
    } catch (CudaException e) {
      fail(DriverAdvice.of(e), e);
    } catch (IllegalCallerException e) {
      fail("Java denies native access: run it with --enable-native-access=ALL-UNNAMED", e);
    } catch (IOException | RuntimeException | LinkageError e) {
      fail(String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()), e);
    }
  }

  /** The directories that the user named, separated as on a path; empty if none. */
  static String explicit() {
    String property = System.getProperty("pointwise.cuda.path", "");
    return property.isEmpty() ? System.getenv().getOrDefault("POINTWISE_CUDA_PATH", "") : property;
  }

  private void load(String explicit) throws IOException {
    DriverLibrary opened = DriverLibrary.open(explicit);
    driver = opened;
    // The version first: older drivers lack functions that JCuda's natives are linked to.
    LibrarySet found = search.result();
    if (found != null && opened.version() / 1000 < found.major()) {
      fail(DriverAdvice.tooOld(opened.version(), found.major()), null);
      return;
    }
    step = Step.LIBRARIES;
    CudaLibraries loaded = CudaLibraries.load(opened, search);
    libraries = loaded;
    step = Step.NATIVES;
    natives.putAll(JcudaNatives.load(loaded.major()));
    step = Step.DEVICE;
    Driver.init();
    if (Driver.deviceCount() == 0) {
      fail(DriverAdvice.noDevice(), null);
      return;
    }
    step = Step.DONE;
  }

  private void fail(String why, @Nullable Throwable error) {
    reason = why;
    cause = error;
  }

  /** A driver's version number as people write it. */
  static String version(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /** Why CUDA cannot be used in this process, or null if it can. */
  static @Nullable String unavailableReason() {
    return Holder.INSTANCE.reason;
  }

  /** The step that failed, or {@link Step#DONE}. */
  static Step step() {
    return Holder.INSTANCE.step;
  }

  /** The driver, or null if it could not be loaded. */
  static @Nullable DriverLibrary driver() {
    return Holder.INSTANCE.driver;
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

  /** The search for the libraries besides the driver. */
  static LibrarySearch search() {
    return Holder.INSTANCE.search;
  }

  /** Each library that was loaded, and from where. */
  static Map<String, String> libraryPaths() {
    CudaLibraries loaded = Holder.INSTANCE.libraries;
    return loaded == null ? Map.of() : loaded.paths();
  }

  /** Each of JCuda's natives that was loaded, and from where. */
  static Map<String, String> nativePaths() {
    return Holder.INSTANCE.natives;
  }
}
