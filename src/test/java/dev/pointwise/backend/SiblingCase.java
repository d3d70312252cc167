package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Siblings on one input, each against the oracle.
 *
 * @param gate how strict
 * @param specs the layers
 * @param n batch
 * @param h height of the input
 * @param w width of the input
 * @param biases which siblings have a bias: of their numbers' bits those that are set
 * @param slicedInput whether the input is a slice of a wider tensor, full of NaNs elsewhere
 * @param placement how the outputs lie
 */
record SiblingCase(
    Gate gate,
    List<ConvSpec> specs,
    int n,
    int h,
    int w,
    int biases,
    boolean slicedInput,
    Placement placement) {
  private static final long SEED = 44;
  private static final float AROUND = -768;

  void check(Backend backend) {
    TensorSpec x = specs.getFirst().input(n, h, w);
    SiblingOperands operands =
        SiblingOperands.of(
            gate, specs, slicedInput ? HostTensors.within(x, 2, 3) : x, biases, SEED);
    List<Reference> references = new ArrayList<>();
    List<HostTensor> poison = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Reference reference =
          Oracle.compute(specs.get(i), operands.weights().get(i), operands.x(), null);
      references.add(reference);
      poison.add(HostTensors.full(reference.output(), Float.NaN));
    }
    try (SiblingLayer layer = backend.prepareSiblings(specs, operands.weights());
        DeviceSlice input = DeviceSlice.upload(backend, operands.x());
        PlacedTensors outputs = placement.upload(backend, poison, AROUND)) {
      assertEquals(specs, layer.specs());
      for (int run = 0; run < 2; run++) {
        layer.runInto(input.view(), outputs.views());
        checkEach(backend, references, outputs.views());
      }
      outputs.assertUntouchedAround("written beside an output: " + on(backend));
      try (Tensor stacked = layer.run(input.view())) {
        checkEach(backend, references, cut(stacked));
      }
    }
  }

  private List<Tensor> cut(Tensor stacked) {
    List<Tensor> slices = new ArrayList<>();
    int first = 0;
    for (ConvSpec spec : specs) {
      slices.add(stacked.slice(first, spec.cOut()));
      first += spec.cOut();
    }
    assertEquals(first, stacked.spec().shape().c());
    return slices;
  }

  private void checkEach(Backend backend, List<Reference> references, List<Tensor> outputs) {
    for (int i = 0; i < references.size(); i++) {
      Comparison comparison = gate.compare(references.get(i), outputs.get(i).download());
      int sibling = i;
      assertTrue(
          comparison.passed(),
          () -> comparison + "\n  sibling " + sibling + " of case: " + on(backend));
    }
  }

  private String on(Backend backend) {
    return this + " on " + backend.info();
  }

  @Override
  public String toString() {
    return gate
        + " "
        + specs
        + (" x=n" + n + "h" + h + "w" + w)
        + (" biases=" + Integer.toBinaryString(biases))
        + (slicedInput ? " sliced input" : "")
        + (" " + placement)
        + (" seed=" + SEED);
  }
}
