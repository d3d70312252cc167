package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** A layer with its operands and the oracle's answer, to be run and checked again and again. */
final class LayerRun {
  private static final long SEED = 42;

  private final ConvSpec spec;
  private final Operands operands;
  private final Reference reference;

  /** A layer on integers, with a bias and a residual if it is dressed up. */
  LayerRun(ConvSpec spec, boolean dressed, int n, int h, int w) {
    this.spec = spec;
    operands = Gate.EXACT.operands(spec, spec.input(n, h, w), dressed, dressed, SEED);
    reference = Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
  }

  ConvSpec spec() {
    return spec;
  }

  HostTensor x() {
    return operands.x();
  }

  ConvLayer prepare(Backend backend) {
    return backend.prepare(spec, operands.weights());
  }

  Operands operands() {
    return operands;
  }

  /** The residual on a device, or null; the caller closes it. */
  @Nullable Tensor residual(Backend backend) {
    HostTensor residual = operands.residual();
    return residual == null ? null : backend.upload(residual);
  }

  void check(Tensor y) {
    check(y.download());
  }

  void check(HostTensor y) {
    Comparison comparison = Gate.EXACT.compare(reference, y);
    assertTrue(comparison.passed(), comparison::toString);
  }

  /** Prepares the layer, runs it into a new tensor and once more into that, and checks. */
  void on(Backend backend) {
    try (ConvLayer layer = prepare(backend);
        Tensor x = backend.upload(operands.x());
        Tensor residual = residual(backend);
        Tensor y = layer.run(x, residual)) {
      check(y);
      layer.runInto(x, residual, y);
      check(y);
    }
  }
}
