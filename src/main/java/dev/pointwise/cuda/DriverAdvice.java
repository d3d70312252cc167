package dev.pointwise.cuda;

/** What to do when the driver refuses, or cannot serve. */
final class DriverAdvice {
  private static final int STUB_LIBRARY = 34;
  private static final int NO_DEVICE = 100;
  private static final int NOT_READY = 802;
  private static final int DRIVER_MISMATCH = 803;
  private static final int COMPATIBILITY_NOT_SUPPORTED = 804;
  private static final int UNKNOWN = 999;

  private DriverAdvice() {}

  /** One line on a call that failed while CUDA was initialised. */
  static String of(CudaException e) {
    return switch (e.code()) {
      case STUB_LIBRARY -> e.getMessage() + "; take the toolkit's stubs off LD_LIBRARY_PATH";
      case NO_DEVICE -> noDevice();
      case NOT_READY -> e.getMessage() + "; is nvidia-fabricmanager running?";
      case DRIVER_MISMATCH ->
          e.getMessage()
              + "; libcuda and the kernel module differ: reboot, or reinstall the driver";
      case COMPATIBILITY_NOT_SUPPORTED ->
          e.getMessage()
              + "; a forward-compatibility libcuda (cuda-compat) is on the library path, and this"
              + " GPU cannot use it: take it off LD_LIBRARY_PATH";
      case UNKNOWN ->
          e.getMessage() + "; see whether nvidia-smi works, and whether nvidia_uvm is loaded";
      default -> String.valueOf(e.getMessage());
    };
  }

  static String noDevice() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return "the NVIDIA driver shows no device"
        + (visible == null ? "" : "; CUDA_VISIBLE_DEVICES is '" + visible + "'");
  }

  /** One line on a driver that supports {@code version} only, below the libraries' major. */
  static String tooOld(int version, int major) {
    String older = version / 1000 >= 12 ? ", or install the libraries of CUDA 12" : "";
    return "the NVIDIA driver supports CUDA "
        + CudaRuntime.version(version)
        + ", and cuBLAS and NVRTC are of CUDA "
        + major
        + ": update the driver"
        + older;
  }
}
