package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;

/** On two devices as one. */
class PairNetworkTest extends NetworkContract {
  @Override
  protected Backend open() {
    return Devices.ALL.open(new SeveralProvider(2, device -> new OracleBackend()), Tuning.OFF);
  }
}
