package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.results.Fill;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks a forward pass as a network against the oracle. First the network that is measured, on
 * integers, without tolerance, as it is recorded and replayed; an activation that integers do not
 * pass exactly is replaced by none, and no layers are folded for that. Then the layers as they are,
 * on random numbers, every result an output, each within the bounds of what the oracle makes of
 * what the network itself computed before it. Every output is filled with NaN before a run.
 */
final class PassVerifier {
  /** One run by itself, one that is recorded, one that is replayed. */
  private static final int EXACT_RUNS = 3;

  private final Backend backend;
  private final long seed;

  PassVerifier(Backend backend, long seed) {
    this.backend = backend;
    this.seed = seed;
  }

  /** Makes both checks of a case. What the backend refuses becomes part of the result. */
  Verification verify(BenchCase network, ForwardPass pass) {
    List<GateResult> findings = new ArrayList<>();
    try {
      exact(pass, findings);
      random(pass, findings);
      return new Verification(network, findings, null, null);
    } catch (BackendException e) {
      return new Verification(network, findings, String.valueOf(e.getMessage()), null);
    }
  }

  private void exact(ForwardPass pass, List<GateResult> findings) {
    PassOperands operands = IntegerPass.of(pass, seed);
    NetworkSpec spec = pass.spec(operands.specs(), operands.weights(), false);
    try (PassTensors tensors = new PassTensors(backend, spec, operands.inputs(), pass.siblings());
        dev.pointwise.network.Network network = spec.prepare(backend)) {
      for (int run = 0; run < EXACT_RUNS; run++) {
        tensors.poison();
        network.runInto(tensors.inputs(), tensors.outputs());
      }
      HostTensor fed = null;
      for (int i = 0; i < pass.layers().size(); i++) {
        PassLayer layer = pass.layers().get(i);
        Reference reference = reference(operands, layer, i, fed);
        fed = layer.feeds() ? reference.toHost(reference.output().dtype()) : null;
        if (!layer.feeds()) {
          findings.add(finding(Gate.EXACT, layer, reference, tensors.output(layer.name())));
        }
      }
    }
  }

  private void random(ForwardPass pass, List<GateResult> findings) {
    PassOperands operands = PassFilling.of(pass, Fill.UNIFORM, seed);
    NetworkSpec spec = pass.spec(operands.specs(), operands.weights(), true);
    try (PassTensors tensors = new PassTensors(backend, spec, operands.inputs(), pass.siblings());
        dev.pointwise.network.Network network = spec.prepare(backend)) {
      tensors.poison();
      network.runInto(tensors.inputs(), tensors.outputs());
      HostTensor fed = null;
      for (int i = 0; i < pass.layers().size(); i++) {
        PassLayer layer = pass.layers().get(i);
        Reference reference = reference(operands, layer, i, fed);
        Tensor output = tensors.output(layer.name());
        findings.add(finding(Gate.RANDOM, layer, reference, output));
        fed = layer.feeds() ? output.download() : null;
      }
    }
  }

  private static Reference reference(
      PassOperands operands, PassLayer layer, int index, @Nullable HostTensor fed) {
    Map<String, HostTensor> inputs = operands.inputs();
    HostTensor x = layer.fed() ? fed : inputs.get(layer.source());
    HostTensor residual = layer.residual() == null ? null : inputs.get(layer.residual());
    ConvSpec spec = operands.specs().get(index);
    return Oracle.compute(spec, operands.weights().get(index), Objects.requireNonNull(x), residual);
  }

  private static GateResult finding(
      Gate gate, PassLayer layer, Reference reference, Tensor output) {
    boolean activationOff =
        !reference.spec().activation().equals(layer.layerCase().shape().activation());
    return new GateResult(
        layer.name(), gate, activationOff, gate.compare(reference, output.download()));
  }
}
