package dev.pointwise.cpu;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.RandomCase;
import dev.pointwise.testing.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random layers on the processor, with the chunks of both classes of cores. */
class CpuNumericsTest {
  private static void check(long seed, int count) {
    for (CoreClass core : CoreClass.values()) {
      try (Backend backend = CpuBackend.open(3, core)) {
        RandomCase.checkAll(backend, seed, count);
      }
    }
  }

  @Test
  void computesRandomCases() {
    check(Seed.or(1), 400);
  }

  @Test
  @Tag("long")
  void computesManyRandomCases() {
    int count = 100_000;
    check(Seed.or(1_000_000), count);
    System.out.println(
        "FIGURE: random layers, concatenations and siblings on the CPU, packed and unpacked: "
            + CoreClass.values().length * count
            + " cases");
  }
}
