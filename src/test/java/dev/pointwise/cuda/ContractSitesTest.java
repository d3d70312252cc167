package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The fault sweep has every site from which the contract calls, however the backend is opened. */
@Tag("long")
class ContractSitesTest {
  @Nested
  class WithoutHeuristics extends CudaClassicTest {
    private final ContractSites sites = new ContractSites();

    @Override
    public Backend open() {
      sites.collect();
      return super.open();
    }

    @Override
    protected void afterClosing() {
      super.afterClosing();
      sites.assertSwept();
    }
  }

  @Nested
  class Tuning extends CudaTunedTest {
    private final ContractSites sites = new ContractSites();

    @Override
    public Backend open() {
      sites.collect();
      return super.open();
    }

    @Override
    protected void afterClosing() {
      super.afterClosing();
      sites.assertSwept();
    }
  }

  @Nested
  class SeveralDevices extends CudaFourDevicesTest {
    private final ContractSites sites = new ContractSites();

    @Override
    public Backend open() {
      sites.collect();
      return super.open();
    }

    @Override
    protected void afterClosing() {
      super.afterClosing();
      sites.assertSwept();
    }
  }
}
