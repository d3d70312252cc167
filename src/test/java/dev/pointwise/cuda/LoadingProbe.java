package dev.pointwise.cuda;

import org.jspecify.annotations.Nullable;

/** Loads CUDA and JCuda's natives, and tells from where. */
final class LoadingProbe {
  private LoadingProbe() {}

  /** Exits with 6, and the reason on the error stream, if CUDA is unusable. */
  public static void main(String[] args) {
    @Nullable String reason = CudaRuntime.unavailableReason();
    if (reason != null) {
      System.err.println(reason);
      System.exit(6);
    }
    CudaRuntime.libraryPaths().forEach((name, path) -> System.out.println(name + " " + path));
    CudaRuntime.nativePaths().forEach((name, path) -> System.out.println(name + " " + path));
    System.out.println("devices " + Driver.deviceCount());
  }
}
