package dev.pointwise.cuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import org.jspecify.annotations.Nullable;

/** The GPUs: as CUDA shows them where it works, with what the management library adds. */
final class GpuCheck {
  private static final String NO_NVML =
      "MIG, clocks now and power limit unknown without libnvidia-ml.so.1";

  private GpuCheck() {}

  static void add(List<Finding> findings) {
    boolean usable = CudaBackend.unavailableReason() == null;
    try (Nvml nvml = Nvml.open()) {
      if (nvml != null) {
        findings.add(Finding.ok("driver", "NVIDIA " + nvml.driverVersion()));
      }
      if (usable) {
        for (int ordinal = 0; ordinal < Driver.deviceCount(); ordinal++) {
          findings.add(Finding.ok("GPU " + ordinal, device(Driver.device(ordinal), nvml)));
        }
      } else if (nvml == null) {
        findings.add(
            Finding.warning("GPU", "unknown: neither CUDA nor libnvidia-ml.so.1 can be asked", ""));
      } else {
        for (int index = 0; index < nvml.count(); index++) {
          findings.add(Finding.ok("GPU " + index, nvml.byIndex(index).describe()));
        }
      }
    }
  }

  private static String device(CUdevice device, @Nullable Nvml nvml) {
    NvmlDevice managed = nvml == null ? null : nvml.byPciBusId(Driver.pciBusId(device));
    if (managed != null) {
      return managed.describe();
    }
    List<String> parts = new ArrayList<>();
    parts.add(Driver.name(device));
    parts.add(
        "compute capability "
            + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + "."
            + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
    parts.add((Driver.totalMemory(device) >> 20) + " MiB");
    parts.add(
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_ECC_ENABLED) == 1
            ? "ECC on"
            : "ECC off");
    parts.add(
        "SM clock up to "
            + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE) / 1000
            + " MHz");
    parts.add(
        "memory clock up to "
            + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE) / 1000
            + " MHz");
    parts.add(nvml == null ? NO_NVML : "unknown to libnvidia-ml.so.1");
    return String.join(", ", parts);
  }

  private static int attribute(CUdevice device, int attribute) {
    return Driver.attribute(device, attribute);
  }
}
