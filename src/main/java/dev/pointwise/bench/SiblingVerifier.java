package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks siblings on a backend against the oracle as {@link Verifier} checks layers, each output by
 * itself.
 */
final class SiblingVerifier {
  private final Backend backend;
  private final long seed;

  SiblingVerifier(Backend backend, long seed) {
    this.backend = backend;
    this.seed = seed;
  }

  Verification verify(SiblingCase siblings) {
    List<GateResult> results = new ArrayList<>();
    try {
      for (Gate gate : Gate.values()) {
        List<ConvSpec> specs =
            siblings.specs().stream().map(spec -> Verifier.specFor(gate, spec)).toList();
        if (specs.stream().allMatch(gate::applies)) {
          check(gate, siblings, specs, results);
        }
      }
      return new Verification(siblings, results, null, null);
    } catch (BackendException e) {
      return new Verification(siblings, results, String.valueOf(e.getMessage()), null);
    }
  }

  private void check(
      Gate gate, SiblingCase siblings, List<ConvSpec> specs, List<GateResult> results) {
    SiblingOperands operands =
        SiblingOperands.of(
            siblings, specs, (spec, x, bias) -> gate.operands(spec, x, bias, false, seed));
    try (SiblingWorkload workload = new SiblingWorkload(backend, operands)) {
      workload.poison();
      workload.run();
      for (int i = 0; i < specs.size(); i++) {
        ConvSpec spec = specs.get(i);
        Reference reference = Oracle.compute(spec, operands.weights().get(i), operands.x(), null);
        boolean activationOff = !spec.activation().equals(siblings.shapes().get(i).activation());
        results.add(
            new GateResult(
                siblings.shapes().get(i).outputText(),
                gate,
                activationOff,
                gate.compare(reference, workload.outputs().get(i).download())));
      }
    }
  }
}
