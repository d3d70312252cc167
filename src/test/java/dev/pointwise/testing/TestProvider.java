package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.Tuning;
import org.jspecify.annotations.Nullable;

/** A kind of backend that nobody prefers; available, with one device, unless told otherwise. */
public abstract class TestProvider implements BackendProvider {
  private final String name;

  /** A kind of that name. */
  protected TestProvider(String name) {
    this.name = name;
  }

  /** Opens the first device. */
  protected abstract Backend open();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int preference() {
    return -1;
  }

  @Override
  public @Nullable String unavailableReason() {
    return null;
  }

  @Override
  public int deviceCount() {
    return unavailableReason() == null ? 1 : 0;
  }

  @Override
  public Backend open(int device, Tuning tuning) {
    if (device != 0) {
      throw new IllegalArgumentException("device is " + device + ", expected 0");
    }
    return open();
  }
}
