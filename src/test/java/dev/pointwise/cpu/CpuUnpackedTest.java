package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;

/** The contract with the chunks of AVX-512 cores, and more threads than a small machine has. */
class CpuUnpackedTest extends BackendContract {
  @Override
  public Backend open() {
    return CpuBackend.open(4, CoreClass.UNPACKED);
  }
}
