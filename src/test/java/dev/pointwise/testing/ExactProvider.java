package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import org.jspecify.annotations.Nullable;

/** Computes what the oracle does. */
public final class ExactProvider implements BackendProvider {
  @Override
  public String name() {
    return "exact";
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public @Nullable String unavailableReason() {
    return null;
  }

  @Override
  public Backend open(int device) {
    if (device != 0) {
      throw new IllegalArgumentException("device is " + device + ", expected 0");
    }
    return OracleBackend.of("exact", "a device of tests", false);
  }
}
