package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import org.jspecify.annotations.Nullable;

/** Never available. */
public final class AbsentProvider implements BackendProvider {
  @Override
  public String name() {
    return "absent";
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public @Nullable String unavailableReason() {
    return "no such hardware; install some";
  }

  @Override
  public Backend open(int device) {
    if (device != 0) {
      throw new IllegalArgumentException("device is " + device + ", expected 0");
    }
    return OracleBackend.of("absent", "nothing", false);
  }
}
