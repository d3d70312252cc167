package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractSiblingLayer;
import dev.pointwise.backend.Span;
import dev.pointwise.backend.SpanPlanCache;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Siblings on a GPU: one layer of all their output channels. Where the outputs lie side by side and
 * the activation is the same for all, it runs as any layer does.
 */
final class CudaSiblings extends AbstractSiblingLayer<CudaTensor> {
  private final CudaBackend backend;
  private final CudaLayer stacked;
  private final SpanPlanCache<Plan> plans;

  /**
   * What siblings do for tensors of some specs.
   *
   * @param together where all outputs lie, if they are one slice and the stacked layer fills it
   * @param variant what runs else
   */
  private record Plan(@Nullable TensorSpec together, @Nullable SiblingVariant variant) {}

  CudaSiblings(CudaBackend backend, Siblings siblings, List<ConvWeights> weights) {
    this(
        backend,
        siblings,
        new CudaLayer(backend, siblings.stacked(), ConvWeights.stack(siblings, weights)));
  }

  /** Siblings that own that layer. */
  private CudaSiblings(CudaBackend backend, Siblings siblings, CudaLayer stacked) {
    super(backend, CudaTensor.class, siblings);
    this.backend = backend;
    this.stacked = stacked;
    plans = new SpanPlanCache<>((outputs, x, none) -> plan(outputs, x));
  }

  private Plan plan(List<Span> outputs, TensorSpec x) {
    if (outputs.size() == 1 && siblings().shareActivation()) {
      return new Plan(outputs.getFirst().spec(), null);
    }
    return new Plan(null, new SiblingVariant(backend, siblings(), stacked.weights(), x, outputs));
  }

  @Override
  protected void execute(CudaTensor x, List<CudaTensor> outputs) {
    Plan plan = plans.get(outputs, x.spec(), null);
    if (plan.together != null) {
      stacked.run(x.spec(), x.buffer(), null, plan.together, outputs.getFirst().buffer());
    } else if (plan.variant != null) {
      run(plan.variant, x, outputs);
    }
  }

  private void run(SiblingVariant variant, CudaTensor x, List<CudaTensor> outputs) {
    Lane lane = backend.acquire();
    try {
      variant.reserve(lane);
      BufferSet used = lane.buffers();
      used.read(x.buffer());
      for (int i = 0; i < outputs.size(); i++) {
        used.write(outputs.get(i).buffer());
      }
      used.begin();
      try {
        variant.enqueue(lane, x, outputs);
      } finally {
        used.end();
      }
    } finally {
      lane.lock.unlock();
    }
  }

  @Override
  protected void closeLayers() {
    stacked.close();
  }
}
