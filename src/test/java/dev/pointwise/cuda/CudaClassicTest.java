package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import org.junit.jupiter.api.Tag;

/**
 * The contract on the stand-in once more, where the heuristics of cuBLASLt find no algorithm: all
 * layers take cuBLAS and the epilogue kernel.
 */
@Tag("cuda13")
class CudaClassicTest extends BackendContract {
  private static final int NOT_SUPPORTED = 15;
  private static final int EVERY = 0;

  private final long before = StandIn.calls("cublasLtMatmul");

  @Override
  public Backend open() {
    StandIn.fail("cublasLtMatmulAlgoGetHeuristic", EVERY, NOT_SUPPORTED, 0);
    return CudaBackend.open();
  }

  @Override
  protected void afterClosing() {
    StandIn.heal();
    assertEquals(before, StandIn.calls("cublasLtMatmul"), "calls of cuBLASLt");
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }
}
