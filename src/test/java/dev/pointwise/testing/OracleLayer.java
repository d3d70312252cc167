package dev.pointwise.testing;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** A layer that the oracle computes. */
final class OracleLayer extends AbstractConvLayer<OracleTensor> {
  private final OracleBackend owner;
  private final ConvWeights weights;

  OracleLayer(OracleBackend owner, ConvSpec spec, ConvWeights weights) {
    super(owner, OracleTensor.class, spec);
    this.owner = owner;
    this.weights = weights;
  }

  @Override
  protected void execute(OracleTensor x, @Nullable OracleTensor residual, OracleTensor y) {
    HostTensor addend = residual == null ? null : residual.data();
    HostTensor result =
        Oracle.compute(spec(), owner.use(spec(), weights), owner.read(x.data()), addend)
            .toHost(spec().precision().output());
    owner.store(result, y);
  }

  @Override
  protected PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    return PlanExplanation.only("convolution loops");
  }

  @Override
  protected void free() {}
}
