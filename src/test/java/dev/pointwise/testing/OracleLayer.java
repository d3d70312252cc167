package dev.pointwise.testing;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
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
    owner.inTurn(() -> compute(x.data(), residual, y));
  }

  @Override
  protected void executeConcat(
      List<OracleTensor> branches, @Nullable OracleTensor residual, OracleTensor y) {
    owner.inTurn(() -> compute(concatenation(branches), residual, y));
  }

  private HostTensor concatenation(List<OracleTensor> branches) {
    Shape shape = branches.getFirst().spec().shape();
    HostTensor all = HostTensor.allocate(spec().input(shape.n(), shape.h(), shape.w()));
    int first = 0;
    for (OracleTensor branch : branches) {
      HostTensor from = branch.data();
      int count = branch.spec().shape().c();
      HostTensor to = all.slice(first, count);
      for (int n = 0; n < shape.n(); n++) {
        for (int c = 0; c < count; c++) {
          for (int h = 0; h < shape.h(); h++) {
            for (int w = 0; w < shape.w(); w++) {
              to.set(n, c, h, w, from.get(n, c, h, w));
            }
          }
        }
      }
      first += count;
    }
    return all;
  }

  private void compute(HostTensor x, @Nullable OracleTensor residual, OracleTensor y) {
    HostTensor addend = residual == null ? null : residual.data();
    HostTensor result =
        Oracle.compute(spec(), owner.use(spec(), weights), owner.read(x), addend)
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
