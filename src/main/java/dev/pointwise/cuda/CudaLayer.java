package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanCache;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Span;
import dev.pointwise.backend.SpanPlanCache;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer on a GPU: for tensors of each spec a plan, whose variant runs on one lane. */
final class CudaLayer extends AbstractConvLayer<CudaTensor> {
  private final CudaBackend backend;
  private final LayerWeights weights;
  private final PlanCache<CudaPlan> plans;
  private final SpanPlanCache<ConcatPlan> concatPlans;

  /**
   * What a layer does on a concatenation.
   *
   * @param together where all branches lie, if they are one slice, which is read as any input is
   * @param variant what runs else
   */
  private record ConcatPlan(@Nullable TensorSpec together, @Nullable ConcatVariant variant) {}

  CudaLayer(CudaBackend backend, ConvSpec spec, ConvWeights weights) {
    this(backend, spec, new LayerWeights(backend, spec, weights));
  }

  /** A layer that owns those weights. Where they cannot be uploaded, there is none to report. */
  private CudaLayer(CudaBackend backend, ConvSpec spec, LayerWeights weights) {
    super(backend, CudaTensor.class, spec);
    this.backend = backend;
    this.weights = weights;
    CublasLt lt = backend.lt();
    plans =
        new PlanCache<>(
            lt != null && spec.precision().quantized()
                ? new QuantizedPlanner(backend, lt, spec, weights)::plan
                : new Planner(backend, spec, weights)::plan,
            CudaPlan::exit);
    concatPlans = new SpanPlanCache<>(this::concatPlan);
  }

  /** The plan for tensors of these specs; the caller ends its use. */
  private CudaPlan enter(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    CudaPlan plan = plans.get(x, residual, y);
    while (!plan.tryEnter()) {
      plan = plans.get(x, residual, y);
    }
    return plan;
  }

  private ConcatPlan concatPlan(List<Span> spans, TensorSpec y, @Nullable TensorSpec residual) {
    return spans.size() == 1
        ? new ConcatPlan(spans.getFirst().spec(), null)
        : new ConcatPlan(null, new ConcatVariant(backend, spec(), weights, spans, residual, y));
  }

  LayerWeights weights() {
    return weights;
  }

  @Override
  protected void execute(CudaTensor x, @Nullable CudaTensor residual, CudaTensor y) {
    run(x.spec(), x.buffer(), residual, y.spec(), y.buffer());
  }

  @Override
  protected void executeConcat(
      List<CudaTensor> branches, @Nullable CudaTensor residual, CudaTensor y) {
    TensorSpec added = residual == null ? null : residual.spec();
    ConcatPlan plan = concatPlans.get(branches, y.spec(), added);
    if (plan.together() != null) {
      run(plan.together(), branches.getFirst().buffer(), residual, y.spec(), y.buffer());
    } else if (plan.variant() != null) {
      run(plan.variant(), branches, residual, y);
    }
  }

  /**
   * Runs the layer on a tensor in one buffer and into a tensor in another, which fit it and do not
   * overlap.
   */
  void run(
      TensorSpec x,
      DeviceBuffer from,
      @Nullable CudaTensor residual,
      TensorSpec y,
      DeviceBuffer to) {
    CudaPlan plan = enter(x, residual == null ? null : residual.spec(), y);
    try {
      run(plan.variant(), from, residual == null ? null : residual.buffer(), to);
    } catch (Throwable failure) {
      Closing.close(plan::exit, failure);
      throw failure;
    }
    plan.exit();
  }

  private void run(
      Variant variant, DeviceBuffer x, @Nullable DeviceBuffer residual, DeviceBuffer y) {
    Lane lane = backend.acquire();
    try {
      variant.reserve(lane);
      BufferSet used = lane.buffers();
      used.read(x);
      if (residual != null) {
        used.read(residual);
      }
      used.write(y);
      used.begin();
      try {
        DevicePointer addend = residual == null ? null : residual.pointer();
        variant.enqueue(lane, x.pointer(), addend, y.pointer());
      } finally {
        used.end();
      }
    } finally {
      lane.lock.unlock();
    }
  }

  private void run(
      ConcatVariant variant,
      List<CudaTensor> branches,
      @Nullable CudaTensor residual,
      CudaTensor y) {
    Lane lane = backend.acquire();
    try {
      variant.reserve(lane);
      BufferSet used = lane.buffers();
      for (int i = 0; i < branches.size(); i++) {
        used.read(branches.get(i).buffer());
      }
      if (residual != null) {
        used.read(residual.buffer());
      }
      used.write(y.buffer());
      used.begin();
      try {
        variant.enqueue(lane, branches, residual, y);
      } finally {
        used.end();
      }
    } finally {
      lane.lock.unlock();
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
    backend.release(plans::clear, weights);
  }
}
