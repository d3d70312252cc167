package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * One layer on one input, against the oracle. Its text is what it takes to repeat it.
 *
 * @param gate how strict
 * @param spec the layer
 * @param n batch
 * @param h height of the input
 * @param w width of the input
 * @param bias whether the layer has a bias
 * @param residual whether the run has a residual
 * @param slices whether input, residual and output are slices of wider tensors
 */
record LayerCase(
    Gate gate, ConvSpec spec, int n, int h, int w, boolean bias, boolean residual, boolean slices) {
  private static final long SEED = 42;

  /** What lies beside a slice of the output; every storage type holds it. */
  private static final float AROUND = -768;

  /**
   * Runs the case; an output that was not written, or too much of it, fails as a wrong one does.
   */
  void check(Backend backend) {
    TensorSpec x = spec.input(n, h, w);
    Operands operands =
        gate.operands(spec, slices ? HostTensors.within(x, 2, 3) : x, bias, residual, SEED);
    Reference reference =
        Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        DeviceSlice input = DeviceSlice.upload(backend, operands.x());
        DeviceSlice addend = uploadResidual(backend, operands.residual());
        DeviceSlice output = DeviceSlice.upload(backend, poisoned(reference.output()))) {
      Tensor r = addend == null ? null : addend.view();
      layer.runInto(input.view(), r, output.view());
      checkOutput(backend, reference, output);
      if (!slices) {
        try (Tensor y = layer.run(input.view(), r)) {
          checkView(backend, reference, y.download());
        }
      }
    }
  }

  private @Nullable DeviceSlice uploadResidual(Backend backend, @Nullable HostTensor host) {
    if (host == null) {
      return null;
    }
    return DeviceSlice.upload(backend, slices ? HostTensors.within(host, 4, 1, Float.NaN) : host);
  }

  private HostTensor poisoned(TensorSpec output) {
    HostTensor poison = HostTensors.full(output, Float.NaN);
    return slices ? HostTensors.within(poison, 1, 2, AROUND) : poison;
  }

  private void checkOutput(Backend backend, Reference reference, DeviceSlice output) {
    HostTensor whole = output.whole().download();
    HostTensor view =
        slices ? whole.slice(1, reference.output().shape().c()) : output.view().download();
    checkView(backend, reference, view);
    if (slices) {
      view.fill(AROUND);
      for (float value : whole.toArray()) {
        assertEquals(AROUND, value, () -> "written beside the output's slice: " + on(backend));
      }
    }
  }

  private void checkView(Backend backend, Reference reference, HostTensor actual) {
    Comparison comparison = gate.compare(reference, actual);
    assertTrue(comparison.passed(), () -> comparison + "\n  case: " + on(backend));
  }

  private String on(Backend backend) {
    return this + " on " + backend.info();
  }

  @Override
  public String toString() {
    return gate
        + " "
        + spec
        + (" x=n" + n + "c" + spec.cIn() + "h" + h + "w" + w)
        + (bias ? " bias" : "")
        + (residual ? " residual" : "")
        + (slices ? " slices" : "")
        + (" seed=" + SEED);
  }
}
