package dev.pointwise.bench;

import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.testing.OracleBackend;

/** A backend with memory for a few tensors. */
final class SmallBackend extends OracleBackend {
  private int left;

  SmallBackend(int tensors) {
    left = tensors;
  }

  @Override
  protected void reserve() {
    if (left-- == 0) {
      throw new DeviceMemoryException("test", 4096, 0, 0);
    }
  }
}
