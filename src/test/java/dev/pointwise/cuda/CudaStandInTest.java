package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import org.junit.jupiter.api.Tag;

/**
 * The contract on the real JCuda natives, with the stand-in in the place of a GPU; layers that
 * cuBLASLt can do in one call take it.
 */
@Tag("cuda13")
class CudaStandInTest extends BackendContract {
  private final long before = StandIn.calls("cublasLtMatmul");

  private final ContractSites sites = new ContractSites();

  @Override
  public Backend open() {
    sites.collect();
    return CudaBackend.open();
  }

  @Override
  protected void afterClosing() {
    assertTrue(StandIn.calls("cublasLtMatmul") > before + 500, "too few calls of cuBLASLt");
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
    sites.assertSwept();
  }
}
