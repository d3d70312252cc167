package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.Objects;

/**
 * Layers whose operands are slices that lie more than 2³¹ elements into planar tensors, of which
 * nothing else is ever touched: real sums, at addresses that no 32-bit index reaches.
 */
public final class FarSlices {
  private static final int SIDE = 128;
  private static final int CHANNELS = 5;

  /** Channels before the slice: 2³¹ elements, and some. */
  private static final int BEFORE = (1 << (31 - 14)) + 3;

  private FarSlices() {}

  /** Input, residual and output each lie so, in one tensor of as many images. */
  public static void check(Backend backend, Precision precision, int images) {
    ConvSpec spec =
        ConvSpec.of(CHANNELS, CHANNELS).precision(precision).activation(Activation.RELU);
    TensorSpec x = spec.input(images, SIDE, SIDE);
    Operands operands = Operands.integers(spec, x, true, true, 21);
    HostTensor addend = Objects.requireNonNull(operands.residual());
    Reference reference = Oracle.compute(spec, operands.weights(), operands.x(), addend);
    TensorSpec wide =
        TensorSpec.of(x.shape().channels(BEFORE + 3 * CHANNELS), precision.storage(), x.layout());
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        Tensor all = backend.allocate(wide);
        Tensor input = all.slice(BEFORE, CHANNELS);
        Tensor residual = all.slice(BEFORE + CHANNELS, CHANNELS);
        Tensor output = all.slice(BEFORE + 2 * CHANNELS, CHANNELS)) {
      input.write(operands.x());
      residual.write(addend);
      output.write(HostTensors.full(reference.output(), Float.NaN));
      layer.runInto(input, residual, output);
      Comparison comparison = Comparison.exact(reference, output.download());
      assertTrue(comparison.passed(), () -> comparison + " on " + backend.info());
    }
  }
}
