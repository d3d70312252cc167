package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendContract;
import dev.pointwise.backend.Tuning;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the stand-in with tuning on: any candidate may turn out the fastest. */
class CudaTunedTest extends BackendContract {
  @TempDir static Path cache = Path.of("");

  private final String before = System.getProperty("pointwise.cache", "");

  @Override
  public Backend open() {
    System.setProperty("pointwise.cache", cache.toString());
    return CudaBackend.open(0, Tuning.ON);
  }

  @AfterAll
  void useTheUsualCache() {
    System.setProperty("pointwise.cache", before);
  }

  @Override
  protected void afterClosing() {
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }
}
