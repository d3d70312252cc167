package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Siblings on a backend; their outputs lie side by side in one tensor. */
final class SiblingWorkload implements Workload {
  private final Resources owned = new Resources();
  private final SiblingOperands operands;
  private final SiblingLayer layer;
  private final Tensor x;
  private final Tensor y;
  private final List<Tensor> outputs;
  private @Nullable HostTensor result;

  SiblingWorkload(Backend backend, SiblingOperands operands) {
    this.operands = operands;
    try {
      layer = owned.add(backend.prepareSiblings(operands.specs(), operands.weights()));
      x = owned.add(backend.upload(operands.x()));
      y = owned.add(backend.allocate(operands.output()));
      outputs = operands.slices(y);
    } catch (Throwable failure) {
      Closing.close(owned, failure);
      throw failure;
    }
  }

  /** Fills the outputs with NaN. */
  void poison() {
    y.write(HostTensor.allocate(y.spec()).fill(Float.NaN));
  }

  List<Tensor> outputs() {
    return outputs;
  }

  @Override
  public void run() {
    layer.runInto(x, outputs);
  }

  @Override
  public void write() {
    x.write(operands.x());
  }

  @Override
  public void read() {
    if (result == null) {
      result = HostTensor.allocate(y.spec());
    }
    y.read(result);
  }

  @Override
  public @Nullable PlanExplanation plan() {
    return null;
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
