package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.PlanCache;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer on the processor: an optional copy of the input, then the chunks of its products. */
final class CpuLayer extends AbstractConvLayer<CpuTensor> {
  private final CpuBackend backend;
  private final @Nullable ScalarWeights scalars;
  private final @Nullable LayerWeights matrices;
  private final Epilogue epilogue;
  private final PlanCache<CpuPlan> plans;

  CpuLayer(CpuBackend backend, ConvSpec spec, ConvWeights weights) {
    super(backend, CpuTensor.class, spec);
    this.backend = backend;
    this.epilogue = new Epilogue(spec.activation(), weights.slope());
    boolean scalar = ScalarWeights.fit(spec);
    scalars = scalar ? new ScalarWeights(spec, weights) : null;
    matrices = scalar ? null : new LayerWeights(spec, weights);
    CoreClass core = backend.coreClass();
    int threads = backend.pool().threads();
    plans = new PlanCache<>((x, added, y) -> new CpuPlan(spec, x, added, y, core, threads));
  }

  @Override
  protected void execute(CpuTensor x, @Nullable CpuTensor residual, CpuTensor y) {
    WorkerPool pool = backend.pool();
    Workspace own = pool.acquire();
    try {
      if (scalars != null) {
        Scaler scaler = new Scaler(scalars, epilogue, spec().stride(), x, residual, y);
        run(scaler.alone(), scaler.chunks(), own, scaler);
      } else {
        multiply(Objects.requireNonNull(matrices), own, x, residual, y);
      }
    } finally {
      pool.release(own);
    }
  }

  private void multiply(
      LayerWeights weights, Workspace own, CpuTensor x, @Nullable CpuTensor residual, CpuTensor y) {
    TensorSpec added = residual == null ? null : residual.spec();
    CpuPlan plan = plans.get(x.spec(), added, y.spec());
    long input = stage(plan, x, own);
    long addend = residual == null ? 0 : residual.address();
    DType type = y.spec().dtype();
    run(
        plan.tiling.alone(),
        plan.chunks(),
        own,
        new Multiplier(plan, weights, epilogue, type, input, addend, y.address()));
  }

  /** The address of the tensor that the products read. */
  private long stage(CpuPlan plan, CpuTensor x, Workspace own) {
    if (plan.staged == null) {
      return x.address();
    }
    long target = own.staged(plan.staged.storageBytes());
    Stager stager =
        new Stager(x.spec(), x.address(), plan.staged, target, spec().stride(), spec().precision());
    run(plan.tiling.alone(), stager.chunks(), own, stager);
    return target;
  }

  private void run(boolean alone, long chunks, Workspace own, WorkerPool.Job job) {
    if (alone) {
      WorkerPool.runAlone(chunks, own, job);
    } else {
      backend.pool().run(chunks, own, job);
    }
  }

  @Override
  protected PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    return PlanExplanation.only(
        scalars != null ? "one multiply-add an element" : plans.get(x, residual, y).explanation());
  }

  @Override
  protected void free() {
    if (matrices != null) {
      matrices.close();
    }
  }
}
