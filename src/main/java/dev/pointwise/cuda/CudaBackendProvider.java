package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.Tuning;
import org.jspecify.annotations.Nullable;

/** Offers {@link CudaBackend} to {@link dev.pointwise.backend.Backends}. */
public final class CudaBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int preference() {
    return 2;
  }

  @Override
  public @Nullable String unavailableReason() {
    return CudaBackend.unavailableReason();
  }

  @Override
  public int deviceCount() {
    return unavailableReason() == null ? Driver.deviceCount() : 0;
  }

  @Override
  public Backend open(int device, Tuning tuning) {
    return CudaBackend.open(device, tuning);
  }
}
