package dev.pointwise.backend;

import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer of the {@link OracleBackend}. */
final class OracleLayer implements ConvLayer {
  private final OracleBackend owner;
  private final ConvSpec spec;
  private final ConvWeights weights;
  private final Lifetime lifetime = new Lifetime(this, "layer");

  OracleLayer(OracleBackend owner, ConvSpec spec, ConvWeights weights) {
    this.owner = owner;
    this.spec = spec;
    this.weights = weights;
  }

  @Override
  public ConvSpec spec() {
    return spec;
  }

  @Override
  public Tensor run(Tensor x, @Nullable Tensor residual) {
    Tensor y = owner.allocate(spec.output(x.spec()));
    try {
      runInto(x, residual, y);
      return y;
    } catch (Throwable failure) {
      Closing.close(y, failure);
      throw failure;
    }
  }

  @Override
  public void runInto(Tensor x, @Nullable Tensor residual, Tensor y) {
    OracleTensor input = own(Objects.requireNonNull(x, "x"), "input");
    OracleTensor output = own(Objects.requireNonNull(y, "y"), "output");
    OracleTensor addend = residual == null ? null : own(residual, "residual");
    lifetime.check();
    spec.check(x.spec(), y.spec());
    if (addend != null) {
      spec.checkResidual(addend.spec(), y.spec());
      refuseOverlap(output, addend, "residual");
    }
    refuseOverlap(output, input, "input");
    HostTensor residualData = addend == null ? null : addend.data;
    Reference reference =
        Oracle.compute(spec, owner.use(spec, weights), owner.read(input.data), residualData);
    owner.store(reference.toHost(spec.precision().storage()), output);
  }

  @SuppressWarnings("ReferenceEquality") // an instance owns what it made
  private OracleTensor own(Tensor tensor, String name) {
    if (tensor instanceof OracleTensor own && own.owner == owner) {
      own.check();
      return own;
    }
    throw new IllegalArgumentException(name + " is a tensor of another backend");
  }

  private static void refuseOverlap(OracleTensor output, OracleTensor other, String name) {
    if (output.overlaps(other)) {
      throw new IllegalArgumentException(
          "output is " + output.spec() + ", expected to share nothing with " + name);
    }
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
