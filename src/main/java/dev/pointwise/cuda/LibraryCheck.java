package dev.pointwise.cuda;

import dev.pointwise.io.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The driver, where the libraries were looked for, what was loaded, and the cache. */
final class LibraryCheck {
  private static final String FETCH =
      "scripts/fetch-cuda-libraries DIR gets them without a CUDA toolkit; then set"
          + " POINTWISE_CUDA_PATH=DIR";

  private LibraryCheck() {}

  static void add(List<Finding> findings) {
    DriverLibrary driver = CudaRuntime.driver();
    if (driver != null) {
      findings.add(Finding.ok("driver", describe(driver)));
    }
    places(findings, CudaRuntime.search());
    CudaRuntime.libraryPaths()
        .forEach((name, path) -> findings.add(Finding.ok("loaded", name + ": " + path)));
    Finding cache = cache();
    findings.add(cache);
    CudaRuntime.nativePaths()
        .forEach((name, path) -> findings.add(Finding.ok("JCuda", name + ": " + path)));
    String reason = CudaBackend.unavailableReason();
    boolean told = cache.level() == Finding.Level.PROBLEM && cache.detail().equals(reason);
    if (reason != null && !told) {
      findings.add(problem(CudaRuntime.step(), reason));
    }
    if (CudaRuntime.step() == CudaRuntime.Step.DRIVER
        && !CudaLibraries.WINDOWS
        && CudaRuntime.search().result() == null) {
      findings.add(problem(CudaRuntime.Step.LIBRARIES, CudaRuntime.search().missing()));
    }
  }

  private static String describe(DriverLibrary driver) {
    int version = driver.version();
    return (version == 0
            ? "does not tell its version"
            : "supports CUDA " + CudaRuntime.version(version))
        + "; "
        + DriverLibrary.NAME
        + " "
        + driver.path();
  }

  private static Finding problem(CudaRuntime.Step step, String reason) {
    return switch (step) {
      case DRIVER -> Finding.problem("driver", reason, "");
      case LIBRARIES ->
          Finding.problem(
              "CUDA libraries", reason, CudaRuntime.search().result() == null ? FETCH : "");
      case NATIVES -> Finding.problem("JCuda", reason, "");
      default -> Finding.problem("device", reason, "");
    };
  }

  /** Places that are not there share one line. */
  static void places(List<Finding> findings, LibrarySearch search) {
    List<String> absent = new ArrayList<>();
    for (LibrarySearch.Place place : search.places()) {
      if (place.directories().isEmpty()) {
        absent.add(place.name());
        continue;
      }
      String detail =
          place.name()
              + ": "
              + place.found()
              + " in "
              + String.join(
                  ", ", place.directories().stream().map(directory -> directory + "").toList());
      findings.add(
          place.faulty()
              ? Finding.warning("searched", detail, "reinstall or remove the damaged file")
              : Finding.ok("searched", detail));
    }
    if (!absent.isEmpty()) {
      findings.add(Finding.ok("searched", String.join(", ", absent) + ": nothing there"));
    }
  }

  private static Finding cache() {
    try {
      PrivateDirectory directory = PrivateDirectory.open("kernels");
      long free = Files.getFileStore(directory.path()).getUsableSpace() >> 20;
      return Finding.ok(
          "cache", directory.path().getParent() + ", yours alone, " + free + " MiB free");
    } catch (IOException e) {
      // The natives cannot be loaded either, and the runtime says so in the words that matter.
      String reason = CudaBackend.unavailableReason();
      return CudaRuntime.step() == CudaRuntime.Step.NATIVES && reason != null
          ? Finding.problem("cache", reason, "")
          : Finding.warning("cache", CudaDoctor.line(e), "");
    }
  }
}
