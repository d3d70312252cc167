package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;

/** The contract on OpenBLAS. */
class CpuBackendTest extends BackendContract {
  @Override
  public Backend open() {
    return CpuBackend.open();
  }
}
