package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Tuning;

/** Has two devices, the first of which cannot be opened. */
public final class PatchyProvider extends TestProvider {
  /** The kind. */
  public PatchyProvider() {
    super("patchy");
  }

  @Override
  protected Backend open() {
    throw new BackendUnavailableException("device 0 is another's alone");
  }

  @Override
  public int deviceCount() {
    return 2;
  }

  @Override
  public Backend open(int device, Tuning tuning) {
    return device == 1
        ? new OracleBackend("patchy", "the second device")
        : super.open(device, tuning);
  }
}
