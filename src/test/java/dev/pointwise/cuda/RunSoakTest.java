package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.backend.Tuning;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.multi.Devices;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of one layer leave nothing on the Java heap. */
class RunSoakTest {
  /** What the rest of a test JVM may come to hold meanwhile. */
  private static final long ALLOWED_BYTES = 2 << 20;

  enum Kind {
    CUDA,
    CPU,
    TWO_DEVICES;

    Backend open() {
      return switch (this) {
        case CUDA -> CudaBackend.open();
        case CPU -> CpuBackend.open(2);
        case TWO_DEVICES -> Devices.ALL.open(new CudaBackendProvider(), Tuning.OFF);
      };
    }
  }

  /** Runs that often after a warm-up; bytes that a run allocated, and bytes that it left. */
  private static double[] soak(Kind kind, int runs) {
    ConvSpec spec = ConvSpec.of(8, 8).activation(Activation.RELU);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Backend backend = kind.open();
        ConvLayer layer = backend.prepare(spec, ConvWeights.of(new float[64]));
        Tensor x = backend.allocate(spec.input(2, 7, 7));
        Tensor y = backend.allocate(spec.output(x.spec()))) {
      repeat(backend, layer, x, y, runs / 10);
      long heap = usedHeap();
      long allocated = threads.getCurrentThreadAllocatedBytes();
      repeat(backend, layer, x, y, runs);
      allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
      long grown = usedHeap() - heap;
      assertTrue(grown < ALLOWED_BYTES, () -> grown + " bytes left by " + runs + " runs");
      return new double[] {(double) allocated / runs, grown};
    }
  }

  private static void repeat(Backend backend, ConvLayer layer, Tensor x, Tensor y, int runs) {
    for (int i = 0; i < runs; i++) {
      layer.runInto(x, null, y);
      if (i % 1000 == 0) {
        backend.synchronize();
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingOnTheHeap(Kind kind) {
    soak(kind, 20_000);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void leavesNothingOnTheHeapForLong(Kind kind) {
    double[] bytes = soak(kind, 1_000_000);
    System.out.printf(
        "FIGURE: 10^6 runs on %s: allocated %.1f bytes a run, left %.0f bytes on the heap%n",
        kind, bytes[0], bytes[1]);
  }
}
