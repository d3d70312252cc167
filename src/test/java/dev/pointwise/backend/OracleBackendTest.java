package dev.pointwise.backend;

import dev.pointwise.testing.OracleBackend;

/** The contract, held by a backend that cannot be wrong: whatever fails here is the contract's. */
class OracleBackendTest extends BackendContract {
  @Override
  public Backend open() {
    return new OracleBackend();
  }
}
