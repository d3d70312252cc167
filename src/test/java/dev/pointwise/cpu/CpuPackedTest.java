package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;

/** The contract with the chunks of cores that pack, on the calling thread alone. */
class CpuPackedTest extends BackendContract {
  @Override
  public Backend open() {
    return CpuBackend.open(1, CoreClass.PACKED);
  }
}
