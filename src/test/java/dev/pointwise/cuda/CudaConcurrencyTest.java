package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.RandomCloses;
import dev.pointwise.backend.RepeatedRuns;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Threads run a layer on the stand-in while others close what it uses. */
class CudaConcurrencyTest {
  private static final int THREADS = 32;
  private static final int VIRTUAL_THREADS = 1000;
  private static final int STUCK_SECONDS = 120;

  /** Takes a product and the epilogue kernel. */
  private static final ConvSpec PLANAR = ConvSpec.of(6, 4).activation(Activation.RELU);

  /** One call of cuBLASLt. */
  private static final ConvSpec INTERLEAVED = PLANAR.precision(Precision.F16).layout(Layout.NHWC);

  private static RandomCloses.Result run(
      ConvSpec spec, Thread.Builder builder, int threads, long calls) throws Exception {
    long seed = Seed.or(6);
    RandomCloses.Result result =
        new RandomCloses(spec, seed, CudaBackend::open).run(builder, threads, calls, STUCK_SECONDS);
    assertEquals(0, StandIn.live("all"), "device resources left behind");
    assertEquals(0, StandIn.corruptions(), "buffers written beside");
    assertTrue(result.answers() > calls / 2, result::toString);
    assertTrue(result.closes() > 0 && result.backends() > 0, result::toString);
    return result;
  }

  @Test
  void survivesRandomCloses() throws Exception {
    run(PLANAR, Thread.ofPlatform().daemon(), THREADS, 10_000);
    run(INTERLEAVED, Thread.ofPlatform().daemon(), THREADS, 10_000);
  }

  @Test
  void survivesRandomClosesByVirtualThreads() throws Exception {
    run(PLANAR, Thread.ofVirtual(), VIRTUAL_THREADS, 10_000);
  }

  @Test
  @Tag("long")
  void survivesAMillionCallsAmongRandomCloses() throws Exception {
    RandomCloses.Result planar = run(PLANAR, Thread.ofPlatform().daemon(), THREADS, 1_100_000);
    System.out.println("FIGURE: 10^6 calls by 32 threads among random closes: " + planar);
    RandomCloses.Result virtual = run(INTERLEAVED, Thread.ofVirtual(), VIRTUAL_THREADS, 200_000);
    System.out.println("FIGURE: 200000 calls by 1000 virtual threads: " + virtual);
  }

  @Test
  @Tag("long")
  void givesTheSameBitsTenThousandTimes() throws Exception {
    try (CudaBackend backend = CudaBackend.open()) {
      for (RepeatedRuns each : RepeatedRuns.cases().toList()) {
        each.check(backend, 1250);
      }
    }
    System.out.println(
        "FIGURE: the same bits from 10^4 runs on one lane, from twice as many on four threads, and"
            + " from 10^4 replays on the stand-in: yes");
  }
}
