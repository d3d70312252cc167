package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a real GPU; without one it is reported as skipped, or fails if one is required.
 */
@Tag("gpu")
class CudaDeviceTest extends BackendContract {
  @Override
  public Backend open() {
    String reason = CudaBackend.unavailableReason();
    if (reason != null) {
      String missing = "the contract did not run on a real GPU: " + reason;
      System.out.println(missing);
      if (System.getProperty("pointwise.test.require", "").contains("gpu")) {
        fail(missing);
      }
      abort(missing);
    }
    return CudaBackend.open();
  }
}
