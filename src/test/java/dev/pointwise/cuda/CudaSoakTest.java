package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak in small, on the stand-in, which knows of every byte. */
class CudaSoakTest {
  @Test
  void givesAllMemoryBack() {
    Soak.Result result = Soak.run(120, 120);
    assertEquals(120, result.cycles());
    assertEquals(0, result.lost(), () -> "free after each backend: " + result.free());
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  @Test
  void seesWhatIsLost() {
    assertTrue(new Soak.Result(1, List.of(20L << 20, 4L << 20), List.of()).held());
    assertFalse(new Soak.Result(1, List.of(20L << 20, (4L << 20) - 1), List.of()).held());
  }
}
