package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import dev.pointwise.backend.Tuning;
import dev.pointwise.testing.OracleBackend;
import dev.pointwise.testing.SeveralProvider;
import java.util.List;

/** The contract on two devices that are right by definition: what fails is how they are joined. */
class OraclePairTest extends BackendContract {
  @Override
  public Backend open() {
    return MultiBackend.open(
        new SeveralProvider(3, device -> new OracleBackend()), List.of(2, 0), Tuning.OFF);
  }
}
