package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import org.junit.jupiter.api.Tag;

/** The contract on four devices of the stand-in as one. */
@Tag("cuda13")
class CudaFourDevicesTest extends BackendContract {
  @Override
  public Backend open() {
    StandIn.devices(4);
    return Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
  }

  @Override
  protected void afterClosing() {
    StandIn.devices(2);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }
}
