package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.Tuning;
import org.jspecify.annotations.Nullable;

/** Offers {@link CpuBackend} to {@link dev.pointwise.backend.Backends}. */
public final class CpuBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int preference() {
    return 1;
  }

  @Override
  public @Nullable String unavailableReason() {
    return CpuBackend.unavailableReason();
  }

  @Override
  public int deviceCount() {
    return unavailableReason() == null ? 1 : 0;
  }

  @Override
  public Backend open(int device, Tuning tuning) {
    if (device != 0) {
      throw new IllegalArgumentException(
          "device is " + device + ", expected 0: the processor is the only one of its kind");
    }
    return CpuBackend.open();
  }
}
