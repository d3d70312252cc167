package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.RandomCase;
import dev.pointwise.backend.Tuning;
import dev.pointwise.multi.Devices;
import dev.pointwise.testing.Seed;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random layers on the stand-in: with cuBLASLt, without it, and on two devices as one. */
class CudaNumericsTest {
  private static final int NOT_SUPPORTED = 15;
  private static final int EVERY = 0;

  @AfterEach
  void leaveNothing() {
    StandIn.heal();
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
  }

  private static void check(Supplier<Backend> opening, long seed, int count) {
    try (Backend backend = opening.get()) {
      RandomCase.checkAll(backend, seed, count);
    }
  }

  private static Backend withoutLt() {
    StandIn.fail("cublasLtMatmulAlgoGetHeuristic", EVERY, NOT_SUPPORTED, 0);
    return CudaBackend.open();
  }

  private static Backend twoDevices() {
    StandIn.heal();
    return Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
  }

  private static void check(long seed, int count) {
    check(CudaBackend::open, seed, count);
    check(CudaNumericsTest::withoutLt, seed, count);
    check(CudaNumericsTest::twoDevices, seed, count);
  }

  @Test
  void computesRandomCases() {
    check(Seed.or(2), 400);
  }

  @Test
  @Tag("long")
  void computesManyRandomCases() {
    int count = 50_000;
    check(Seed.or(2_000_000), count);
    System.out.println(
        "FIGURE: random layers, concatenations and siblings on the stand-in, with cuBLASLt,"
            + " without, and on two devices: "
            + 3 * count
            + " cases");
  }
}
