package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.tensor.ConvWeights;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A layer call and a replay leave nothing on the Java heap. */
class CudaAllocationTest {
  private static final int CALLS = 50_000;

  @AfterEach
  void computeAgain() {
    StandIn.arithmetic(true);
  }

  /** NCHW takes a product and the epilogue kernel, NHWC one call of cuBLASLt. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void allocatesNothingPerCallOrReplay(Layout layout) {
    ConvSpec spec = ConvSpec.of(64, 64).activation(Activation.RELU).layout(layout);
    ConvWeights weights = ConvWeights.of(new float[64 * 64]).bias(new float[64]);
    StandIn.arithmetic(false);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, weights);
        Tensor x = backend.allocate(spec.input(1, 14, 14));
        Tensor y = layer.run(x);
        Recording recording = backend.record(() -> layer.runInto(x, null, y));
        Chain chain = new Chain(backend, 10)) {
      allocatesNothing(() -> layer.runInto(x, null, y));
      allocatesNothing(recording::replay);
      allocatesNothing(chain.recording()::replay);
    }
  }

  private static void allocatesNothing(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    repeat(call);
    long before = threads.getThreadAllocatedBytes(thread);
    repeat(call);
    double perCall = (threads.getThreadAllocatedBytes(thread) - before) / (double) CALLS;
    // Less than an object's header and a field: no call allocates, whatever the compiler did
    // meanwhile.
    assertTrue(perCall < 16, () -> perCall + " bytes per call");
  }

  private static void repeat(Runnable call) {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
  }
}
