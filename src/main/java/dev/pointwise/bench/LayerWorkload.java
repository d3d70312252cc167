package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Operands;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** A layer on a backend. */
final class LayerWorkload implements Workload {
  private final Resources owned = new Resources();
  private final Operands operands;
  private final ConvLayer layer;
  private final Tensor x;
  private final @Nullable Tensor residual;
  private final Tensor y;
  private @Nullable HostTensor result;

  LayerWorkload(Backend backend, LayerCase layerCase, Operands operands) {
    this.operands = operands;
    try {
      layer = owned.add(backend.prepare(layerCase.spec(), operands.weights()));
      x = owned.add(backend.upload(operands.x()));
      residual =
          operands.residual() == null ? null : owned.add(backend.upload(operands.residual()));
      y = owned.add(backend.allocate(layerCase.output()));
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  @Override
  public void run() {
    layer.runInto(x, residual, y);
  }

  @Override
  public void write() {
    x.write(operands.x());
    if (residual != null && operands.residual() != null) {
      residual.write(operands.residual());
    }
  }

  @Override
  public void read() {
    if (result == null) {
      result = HostTensor.allocate(y.spec());
    }
    y.read(result);
  }

  @Override
  public PlanExplanation plan() {
    return layer.explain(x.spec(), residual == null ? null : residual.spec(), y.spec());
  }

  @Override
  public boolean recordable() {
    return true;
  }

  @Override
  public void close() {
    owned.close();
  }
}
