package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.testing.OracleBackend;

class OracleNetworkTest extends NetworkContract {
  @Override
  protected Backend open() {
    return new OracleBackend();
  }
}
