package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanCache;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.jspecify.annotations.Nullable;

/** A layer on a GPU: for tensors of each spec a plan, whose variant runs on one lane. */
final class CudaLayer extends AbstractConvLayer<CudaTensor> {
  private final CudaBackend backend;
  private final LayerWeights weights;
  private final PlanCache<CudaPlan> plans;

  CudaLayer(CudaBackend backend, ConvSpec spec, ConvWeights weights) {
    super(backend, CudaTensor.class, spec);
    this.backend = backend;
    this.weights = new LayerWeights(backend, spec, weights);
    plans = new PlanCache<>(new Planner(backend, spec, this.weights)::plan, CudaPlan::exit);
  }

  /** The plan for tensors of these specs; the caller ends its use. */
  private CudaPlan enter(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    CudaPlan plan = plans.get(x, residual, y);
    while (!plan.tryEnter()) {
      plan = plans.get(x, residual, y);
    }
    return plan;
  }

  @Override
  protected void execute(CudaTensor x, @Nullable CudaTensor residual, CudaTensor y) {
    CudaPlan plan = enter(x.spec(), residual == null ? null : residual.spec(), y.spec());
    try {
      DeviceBuffer addend = residual == null ? null : residual.buffer();
      run(plan.variant(), x.buffer(), addend, y.buffer());
    } catch (CudaException e) {
      throw e.in(spec() + ", " + plan);
    } finally {
      plan.exit();
    }
  }

  private void run(
      Variant variant, DeviceBuffer x, @Nullable DeviceBuffer residual, DeviceBuffer y) {
    Lane lane = backend.acquire();
    try {
      variant.reserve(lane);
      enqueue(lane, variant, x, residual, y);
    } finally {
      lane.lock.unlock();
    }
  }

  private static void enqueue(
      Lane lane, Variant variant, DeviceBuffer x, @Nullable DeviceBuffer residual, DeviceBuffer y) {
    DeviceBuffer.lock(x, y, residual);
    try {
      x.beforeRead(lane);
      if (residual != null) {
        residual.beforeRead(lane);
      }
      y.beforeWrite(lane);
      variant.enqueue(lane, x.pointer(), residual == null ? null : residual.pointer(), y.pointer());
    } finally {
      DeviceBuffer.unlock(x, y, residual);
    }
  }

  @Override
  protected PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    CudaPlan plan = enter(x, residual, y);
    try {
      return plan.explanation();
    } finally {
      plan.exit();
    }
  }

  @Override
  protected void free() {
    backend.enterContext();
    Closing.closeAll(plans::clear, weights);
  }
}
