package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanCache;
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
    plans = new PlanCache<>(this::plan);
  }

  private CudaPlan plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    return new CudaPlan(x, residual, y, new GemmVariant(backend, spec(), weights, x, residual, y));
  }

  @Override
  protected void execute(CudaTensor x, @Nullable CudaTensor residual, CudaTensor y) {
    CudaPlan plan = plans.get(x.spec(), residual == null ? null : residual.spec(), y.spec());
    Lane lane = backend.acquire();
    try {
      plan.variant().reserve(lane);
      enqueue(
          lane,
          plan.variant(),
          x.buffer(),
          residual == null ? null : residual.buffer(),
          y.buffer());
    } catch (CudaException e) {
      throw e.in(spec() + ", " + plan);
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
  protected void free() {
    backend.enterContext();
    Closing.closeAll(weights);
  }
}
