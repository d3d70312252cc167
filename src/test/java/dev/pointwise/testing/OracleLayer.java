package dev.pointwise.testing;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** A layer that the oracle computes, and that is wrong or fails for some C_out if asked to be. */
record OracleLayer(ConvSpec spec, ConvWeights weights, boolean faulty) implements ConvLayer {
  @Override
  public Tensor run(Tensor x, @Nullable Tensor residual) {
    Tensor y = new OracleTensor(HostTensor.allocate(spec.output(x.spec())));
    runInto(x, residual, y);
    return y;
  }

  @Override
  public void runInto(Tensor x, @Nullable Tensor residual, Tensor y) {
    if (faulty && spec.cOut() == OracleBackend.TOO_LARGE) {
      throw new DeviceMemoryException("output", 1000, 10, 100);
    }
    if (faulty && spec.cOut() == OracleBackend.UNWRITTEN) {
      return;
    }
    HostTensor result =
        Oracle.compute(spec, weights, x.download(), residual == null ? null : residual.download())
            .toHost(spec.precision().storage());
    if (faulty && spec.cOut() == OracleBackend.WRONG) {
      result.setAt(0, result.getAt(0) + 1);
    }
    y.write(result);
  }

  @Override
  public void close() {}
}
