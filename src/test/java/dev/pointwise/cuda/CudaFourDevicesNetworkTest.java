package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import dev.pointwise.network.NetworkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Networks on four devices of the stand-in as one: each has a graph of its part. */
@Tag("cuda13")
class CudaFourDevicesNetworkTest extends NetworkContract {
  private static final ContractSites SITES = new ContractSites();

  @AfterAll
  static void isSweptWithFaults() {
    SITES.assertSwept();
  }

  @AfterEach
  void leavesNothing() {
    StandIn.devices(2);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  @Override
  protected Backend open() {
    StandIn.devices(4);
    SITES.collect();
    return Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
  }
}
