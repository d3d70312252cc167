package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.network.NetworkContract;

/** Networks on OpenBLAS. */
class CpuNetworkTest extends NetworkContract {
  @Override
  protected Backend open() {
    return CpuBackend.open();
  }
}
