package dev.pointwise.cuda;

import dev.pointwise.backend.BackendException;
import java.util.Set;
import jcuda.driver.CUresult;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device can still be used. After some failures its context never works again; from then
 * on callers are refused, with the first such failure, before anything is called. Thread-safe.
 */
final class DeviceHealth {
  /** The device that the calls of this thread go to. */
  private static final ThreadLocal<@Nullable DeviceHealth> CURRENT = new ThreadLocal<>();

  /** What the manual says of a context that it is lost by, and errors of the hardware. */
  private static final Set<Integer> FATAL =
      Set.of(
          CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED);

  private final String device;
  private volatile @Nullable CudaException fault;

  /** A device that works, and that messages name so. */
  DeviceHealth(String device) {
    this.device = device;
  }

  /** From now on, this thread's calls go to this device. */
  void enter() {
    CURRENT.set(this);
  }

  /** Whether the device has failed for good. */
  boolean failed() {
    return fault != null;
  }

  /**
   * Refuses a device that has failed for good.
   *
   * @throws BackendException if it has
   */
  void check() {
    CudaException first = fault;
    if (first != null) {
      throw new BackendException(
          device
              + " failed and cannot be used: "
              + first.getMessage()
              + "; close this backend and open another, and if that fails too, restart the process",
          first);
    }
  }

  /** A failure of this thread's latest call; if its device is lost by it, that is remembered. */
  static CudaException noted(CudaException failure) {
    DeviceHealth current = CURRENT.get();
    if (current != null && !current.failed() && isFatal(failure)) {
      current.fault = failure;
    }
    return failure;
  }

  /** Other codes say nothing of the device, cuBLAS' least of all; so it is asked. */
  private static boolean isFatal(CudaException failure) {
    if (failure.call().startsWith("cublas") || !FATAL.contains(failure.code())) {
      int status = Driver.status();
      return status == CUresult.CUDA_ERROR_UNKNOWN || FATAL.contains(status);
    }
    return true;
  }
}
