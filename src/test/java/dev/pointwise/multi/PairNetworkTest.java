package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.network.NetworkContract;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;
import java.util.List;

/** Networks on two devices, each with its part of the batch. */
class PairNetworkTest extends NetworkContract {
  @Override
  protected Backend open() {
    return MultiBackend.open(
        new SeveralProvider(3, device -> new OracleBackend()), List.of(2, 0), Tuning.OFF);
  }
}
