package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.tensor.ConvWeights;
import java.lang.management.ManagementFactory;
import java.util.List;
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

  /**
   * Two neighbours and a stranger, which take two products and the epilogue kernel: JCuda needs one
   * object to point into W, as for everything that begins within a buffer.
   */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void allocatesNothingPerConcatenation(Layout layout) {
    ConvSpec spec = ConvSpec.of(64, 64).activation(Activation.RELU).layout(layout);
    StandIn.arithmetic(false);
    try (CudaBackend backend = CudaBackend.open();
        ConvLayer layer = backend.prepare(spec, ConvWeights.of(new float[64 * 64]));
        Tensor x = backend.allocate(spec.input(1, 14, 14));
        Tensor other = backend.allocate(spec.input(1, 14, 14));
        Tensor y = layer.run(x)) {
      List<Tensor> apart = List.of(x.slice(0, 16), x.slice(16, 16), other.slice(0, 32));
      allocatesLessThan(48, () -> layer.runConcatInto(apart, null, y));
      List<Tensor> together = List.of(x.slice(0, 16), x.slice(16, 48));
      allocatesNothing(() -> layer.runConcatInto(together, null, y));
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void allocatesNothingPerSiblings(Layout layout) {
    ConvSpec spec = ConvSpec.of(64, 64).activation(Activation.RELU).layout(layout);
    ConvWeights weights = ConvWeights.of(new float[64 * 64]);
    StandIn.arithmetic(false);
    try (CudaBackend backend = CudaBackend.open();
        SiblingLayer layer =
            backend.prepareSiblings(List.of(spec, spec), List.of(weights, weights));
        Tensor x = backend.allocate(spec.input(1, 14, 14));
        Tensor first = backend.allocate(spec.output(x.spec()));
        Tensor second = backend.allocate(spec.output(x.spec()));
        Tensor both = layer.run(x)) {
      List<Tensor> apart = List.of(first, second);
      allocatesNothing(() -> layer.runInto(x, apart));
      List<Tensor> together = List.of(both.slice(0, 64), both.slice(64, 64));
      allocatesNothing(() -> layer.runInto(x, together));
    }
  }

  /**
   * Less than an object's header and a field: no call allocates, whatever the compiler did
   * meanwhile.
   */
  private static void allocatesNothing(Runnable call) {
    allocatesLessThan(16, call);
  }

  private static void allocatesLessThan(int bytes, Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    repeat(call);
    long before = threads.getThreadAllocatedBytes(thread);
    repeat(call);
    double perCall = (threads.getThreadAllocatedBytes(thread) - before) / (double) CALLS;
    assertTrue(perCall < bytes, () -> perCall + " bytes per call");
  }

  private static void repeat(Runnable call) {
    for (int i = 0; i < CALLS; i++) {
      call.run();
    }
  }
}
