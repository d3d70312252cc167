package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.RandomCloses;
import dev.pointwise.backend.RepeatedRuns;
import dev.pointwise.backend.Tuning;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.testing.Seed;
import dev.pointwise.testing.SeveralProvider;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threads run a layer on the processor, alone and twice as two devices, while others close it. */
class ConcurrencyTest {
  private static final int THREADS = 32;
  private static final int STUCK_SECONDS = 120;

  private static Backend pair() {
    return Devices.ALL.open(new SeveralProvider(2, device -> CpuBackend.open(1)), Tuning.OFF);
  }

  private static RandomCloses.Result run(Supplier<Backend> opening, long calls) throws Exception {
    ConvSpec spec = ConvSpec.of(6, 4).activation(Activation.RELU);
    RandomCloses.Result result =
        new RandomCloses(spec, Seed.or(6), opening)
            .run(Thread.ofPlatform().daemon(), THREADS, calls, STUCK_SECONDS);
    assertTrue(result.answers() > calls / 2, result::toString);
    assertTrue(result.closes() > 0 && result.backends() > 0, result::toString);
    return result;
  }

  @Test
  void survivesRandomCloses() throws Exception {
    run(() -> CpuBackend.open(4), 10_000);
    run(ConcurrencyTest::pair, 10_000);
  }

  @Test
  @Tag("long")
  void survivesAMillionCallsAmongRandomCloses() throws Exception {
    System.out.println(
        "FIGURE: 10^6 calls on the CPU by 32 threads among random closes: "
            + run(() -> CpuBackend.open(4), 1_100_000));
    System.out.println(
        "FIGURE: 10^6 calls on two devices by 32 threads among random closes: "
            + run(ConcurrencyTest::pair, 1_100_000));
  }

  @Test
  @Tag("long")
  void givesTheSameBitsTenThousandTimes() throws Exception {
    for (Supplier<Backend> opening :
        List.<Supplier<Backend>>of(() -> CpuBackend.open(4), ConcurrencyTest::pair)) {
      try (Backend backend = opening.get()) {
        for (RepeatedRuns each : RepeatedRuns.cases().toList()) {
          each.check(backend, 1250);
        }
      }
    }
    System.out.println(
        "FIGURE: the same bits from 10^4 runs on one thread, from twice as many on four threads,"
            + " and from 10^4 replays on the CPU, alone and as two devices: yes");
  }
}
