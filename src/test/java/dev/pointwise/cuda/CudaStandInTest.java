package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import org.junit.jupiter.api.Tag;

/** The contract on the real JCuda natives, with the stand-in in the place of a GPU. */
@Tag("cuda13")
class CudaStandInTest extends BackendContract {
  @Override
  public Backend open() {
    return CudaBackend.open();
  }

  @Override
  protected void afterClosing() {
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }
}
