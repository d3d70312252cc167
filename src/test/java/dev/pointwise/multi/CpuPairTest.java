package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import dev.pointwise.backend.Tuning;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.testing.SeveralProvider;

/** The contract on the processor twice, each with one thread. */
class CpuPairTest extends BackendContract {
  @Override
  public Backend open() {
    return Devices.ALL.open(new SeveralProvider(2, device -> CpuBackend.open(1)), Tuning.OFF);
  }
}
