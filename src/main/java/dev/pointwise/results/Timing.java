package dev.pointwise.results;

import java.util.Locale;

/** What a sample lasts. */
public enum Timing {
  /** The computation, on tensors that are on the device already. */
  DEVICE,
  /** Input to the device, computation, and output back to the host. */
  E2E;

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
