package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer on one concatenation, against the oracle on the tensor that is never built.
 *
 * @param gate how strict
 * @param spec the layer
 * @param channels the channels of each branch
 * @param n batch
 * @param h height
 * @param w width
 * @param bias whether the layer has a bias
 * @param residual whether the run has a residual
 * @param placement how the branches lie; beside them lie NaNs
 * @param slicedOutput whether residual and output are slices of wider tensors
 */
record ConcatCase(
    Gate gate,
    ConvSpec spec,
    List<Integer> channels,
    int n,
    int h,
    int w,
    boolean bias,
    boolean residual,
    Placement placement,
    boolean slicedOutput) {
  private static final long SEED = 43;
  private static final float AROUND = -768;

  void check(Backend backend) {
    TensorSpec x = spec.input(n, h, w);
    Operands operands = gate.operands(spec, x, bias, residual, SEED);
    Reference reference =
        Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
    Placement apart = slicedOutput ? Placement.SLICED : Placement.APART;
    HostTensor poison = HostTensors.full(reference.output(), Float.NaN);
    HostTensor addend = operands.residual();
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        PlacedTensors branches = placement.upload(backend, split(operands.x()), Float.NaN);
        PlacedTensors addends =
            apart.upload(backend, addend == null ? List.of() : List.of(addend), Float.NaN);
        PlacedTensors outputs = apart.upload(backend, List.of(poison), AROUND)) {
      Tensor r = addend == null ? null : addends.views().getFirst();
      Tensor y = outputs.views().getFirst();
      for (int run = 0; run < 2; run++) {
        layer.runConcatInto(branches.views(), r, y);
        checkOutput(backend, reference, y);
      }
      outputs.assertUntouchedAround("written beside the output: " + on(backend));
      if (addend == null) {
        try (Tensor fresh = layer.runConcat(branches.views())) {
          checkOutput(backend, reference, fresh);
        }
      }
    }
  }

  private List<HostTensor> split(HostTensor x) {
    List<HostTensor> parts = new ArrayList<>();
    int first = 0;
    for (int count : channels) {
      parts.add(x.slice(first, count).copy(x.spec().dtype(), x.spec().layout()));
      first += count;
    }
    return parts;
  }

  private void checkOutput(Backend backend, Reference reference, Tensor y) {
    Comparison comparison = gate.compare(reference, y.download());
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
        + (" branches=" + channels + " x=n" + n + "h" + h + "w" + w)
        + (bias ? " bias" : "")
        + (residual ? " residual" : "")
        + (" " + placement)
        + (slicedOutput ? " sliced output" : "")
        + (" seed=" + SEED);
  }
}
