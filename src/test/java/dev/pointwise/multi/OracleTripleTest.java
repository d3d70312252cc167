package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import dev.pointwise.backend.Tuning;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;

/**
 * The contract on three devices that are right by definition: more than many a batch has images.
 */
class OracleTripleTest extends BackendContract {
  @Override
  public Backend open() {
    return Devices.ALL.open(new SeveralProvider(3, device -> new OracleBackend()), Tuning.OFF);
  }
}
