package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Calls of one thread take effect in their order, though none of them waits for the device. */
interface OrderContract extends BackendSource {
  private static Operands operands(ConvSpec spec, long seed) {
    return Operands.integers(spec, spec.input(2, 5, 5), true, false, seed);
  }

  private static void assertExact(Reference reference, Tensor y) {
    Comparison comparison = Comparison.exact(reference, y.download());
    assertTrue(comparison.passed(), comparison::toString);
  }

  @Test
  default void chainsLayersWithoutWaiting() {
    ConvSpec first = ConvSpec.of(4, 8).activation(Activation.RELU);
    ConvSpec second = ConvSpec.of(8, 4).outputLayout(Layout.NHWC);
    ConvSpec third = ConvSpec.of(4, 4).layout(Layout.NHWC).stride(2);
    Operands start = operands(first, 1);
    ConvWeights middle = operands(second, 2).weights();
    ConvWeights end = operands(third, 3).weights();
    HostTensor a = Oracle.compute(first, start.weights(), start.x(), null).toHost(DType.F32);
    HostTensor b = Oracle.compute(second, middle, a, null).toHost(DType.F32);
    Reference expected = Oracle.compute(third, end, b, null);

    try (ConvLayer one = backend().prepare(first, start.weights());
        ConvLayer two = backend().prepare(second, middle);
        ConvLayer three = backend().prepare(third, end);
        Tensor x = backend().upload(start.x())) {
      for (int turn = 0; turn < 5; turn++) {
        try (Tensor y = runChain(x, one, two, three)) {
          assertExact(expected, y);
        }
      }
    }
  }

  private static Tensor runChain(Tensor x, ConvLayer one, ConvLayer two, ConvLayer three) {
    try (Tensor a = one.run(x);
        Tensor b = two.run(a)) {
      return three.run(b);
    }
  }

  @Test
  default void leavesTheHostBufferAloneOnceUploaded() {
    ConvSpec spec = ConvSpec.of(16, 8);
    Operands operands = operands(spec, 4);
    Reference expected = Oracle.compute(spec, operands.weights(), operands.x(), null);
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor x = backend().upload(operands.x())) {
      operands.x().fill(Float.NaN);
      try (Tensor y = layer.run(x)) {
        assertExact(expected, y);
      }
    }
  }

  @Test
  default void readsItsInputBeforeALaterWrite() {
    ConvSpec spec = ConvSpec.of(16, 8);
    Operands operands = operands(spec, 5);
    Reference expected = Oracle.compute(spec, operands.weights(), operands.x(), null);
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor x = backend().upload(operands.x());
        Tensor y = layer.run(x)) {
      x.write(HostTensors.full(x.spec(), Float.NaN));
      assertExact(expected, y);
    }
  }

  @Test
  default void survivesTheClosingOfItsInputAndLayer() {
    ConvSpec spec = ConvSpec.of(16, 8);
    Operands operands = operands(spec, 6);
    Reference expected = Oracle.compute(spec, operands.weights(), operands.x(), null);
    ConvLayer layer = backend().prepare(spec, operands.weights());
    Tensor x = backend().upload(operands.x());
    try (Tensor y = layer.run(x)) {
      Closing.closeAll(x, layer);
      try (Tensor reused = backend().upload(HostTensors.full(x.spec(), Float.NaN))) {
        assertTrue(reused.spec().isCompact());
        assertExact(expected, y);
      }
    }
  }

  @Test
  default void addsATensorThatAnotherLayerComputes() {
    ConvSpec spec = ConvSpec.of(8, 8).activation(Activation.RELU);
    Operands operands = operands(spec, 8);
    HostTensor shortcut =
        Oracle.compute(spec, operands.weights(), operands.x(), null).toHost(DType.F32);
    Reference expected = Oracle.compute(spec, operands.weights(), operands.x(), shortcut);
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor x = backend().upload(operands.x());
        Tensor r = layer.run(x);
        Tensor y = layer.run(x, r)) {
      assertExact(expected, y);
    }
  }

  @Test
  default void timesWhatRanInBetween() {
    ConvSpec spec = ConvSpec.of(16, 8);
    Operands operands = operands(spec, 7);
    try (ConvLayer layer = backend().prepare(spec, operands.weights());
        Tensor x = backend().upload(operands.x());
        Tensor y = backend().allocate(spec.output(x.spec()));
        Stopwatch stopwatch = backend().stopwatch()) {
      for (int turn = 0; turn < 2; turn++) {
        stopwatch.start();
        layer.runInto(x, null, y);
        stopwatch.stop();
        double seconds = stopwatch.seconds();
        assertTrue(seconds >= 0 && seconds < 60, () -> "seconds: " + seconds);
      }
      backend().synchronize();
    }
  }
}
