package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import org.jspecify.annotations.Nullable;

/** Named as the stand-in is, and wrong for some layers. */
public final class FaultyProvider implements BackendProvider {
  @Override
  public String name() {
    return "faulty";
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
    return OracleBackend.of("faulty", "CPU stand-in", true);
  }
}
