package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks cases on a backend against the oracle: exact integers, the TF32 canary for FP32, then
 * random numbers. An activation that integers do not pass exactly is replaced by none in the two
 * exact checks; the random one runs the layer as it is. Every output is filled with NaN before the
 * layer runs. What the backend cannot run here is not checked, and is neither right nor wrong.
 */
public final class Verifier {
  private final Backend backend;
  private final long seed;

  /**
   * Checks on that backend.
   *
   * @param seed which operands
   */
  public Verifier(Backend backend, long seed) {
    this.backend = backend;
    this.seed = seed;
  }

  /** Makes all checks of one case. What the backend refuses becomes part of the result. */
  public Verification verify(LayerCase layerCase) {
    String unsupported = backend.unsupportedReason(layerCase.spec());
    if (unsupported != null) {
      return Verification.unsupported(layerCase, unsupported);
    }
    List<GateResult> results = new ArrayList<>();
    try {
      for (Gate gate : Gate.values()) {
        ConvSpec spec = specFor(gate, layerCase.spec());
        if (gate.applies(spec)) {
          results.add(check(gate, layerCase, spec));
        }
      }
      return new Verification(layerCase, results, null, null);
    } catch (BackendException e) {
      return new Verification(layerCase, results, String.valueOf(e.getMessage()), null);
    }
  }

  static ConvSpec specFor(Gate gate, ConvSpec spec) {
    boolean exact = gate == Gate.RANDOM || Operands.isExact(spec.activation());
    return exact ? spec : spec.activation(Activation.NONE);
  }

  private GateResult check(Gate gate, LayerCase layerCase, ConvSpec spec) {
    LayerShape shape = layerCase.shape();
    Operands operands =
        gate.operands(spec, layerCase.input(), shape.bias(), shape.residual(), seed);
    Reference reference =
        Oracle.compute(spec, operands.weights(), operands.x(), operands.residual());
    boolean activationOff = !spec.activation().equals(shape.activation());
    return new GateResult(gate, activationOff, gate.compare(reference, run(spec, operands)));
  }

  private HostTensor run(ConvSpec spec, Operands operands) {
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        Tensor x = backend.upload(operands.x());
        Tensor residual = upload(operands.residual());
        Tensor y = backend.allocate(spec.output(x.spec()))) {
      y.write(HostTensor.allocate(y.spec()).fill(Float.NaN));
      layer.runInto(x, residual, y);
      return y.download();
    }
  }

  private @Nullable Tensor upload(@Nullable HostTensor tensor) {
    return tensor == null ? null : backend.upload(tensor);
  }
}
