package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.PlanCache;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.SpanPlanCache;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer on the processor: an optional copy of the input, then the chunks of its products. */
final class CpuLayer extends AbstractConvLayer<CpuTensor> {
  private final CpuBackend backend;
  private final @Nullable ScalarWeights scalars;
  private final @Nullable LayerWeights matrices;
  private final Epilogue epilogue;
  private final PlanCache<CpuPlan> plans;
  private final SpanPlanCache<CpuPlan> concatPlans;

  /** A layer; where there is no memory for its weights, there is none to report. */
  static CpuLayer of(CpuBackend backend, ConvSpec spec, ConvWeights weights) {
    Epilogue epilogue = new Epilogue(spec.activation(), weights.slope());
    return ScalarWeights.fit(spec)
        ? new CpuLayer(backend, spec, epilogue, new ScalarWeights(spec, weights), null)
        : new CpuLayer(
            backend, spec, epilogue, null, new LayerWeights(backend.heap(), spec, weights));
  }

  /** A layer that owns those weights, of the one kind or the other. */
  private CpuLayer(
      CpuBackend backend,
      ConvSpec spec,
      Epilogue epilogue,
      @Nullable ScalarWeights scalars,
      @Nullable LayerWeights matrices) {
    super(backend, CpuTensor.class, spec);
    this.backend = backend;
    this.epilogue = epilogue;
    this.scalars = scalars;
    this.matrices = matrices;
    CoreClass core = backend.coreClass();
    int threads = backend.pool().threads();
    plans = new PlanCache<>((x, added, y) -> CpuPlan.of(spec, x, added, y, core, threads));
    concatPlans =
        new SpanPlanCache<>((x, y, added) -> CpuPlan.of(spec, x, added, y, core, threads));
  }

  @Override
  protected void execute(CpuTensor x, @Nullable CpuTensor residual, CpuTensor y) {
    TensorSpec added = residual == null ? null : residual.spec();
    run(scalars == null ? plans.get(x.spec(), added, y.spec()) : null, List.of(x), residual, y);
  }

  @Override
  protected void executeConcat(
      List<CpuTensor> branches, @Nullable CpuTensor residual, CpuTensor y) {
    TensorSpec added = residual == null ? null : residual.spec();
    run(scalars == null ? concatPlans.get(branches, y.spec(), added) : null, branches, residual, y);
  }

  /** Runs while the tensors' memory is locked; there is a plan unless the weights are scalars. */
  private void run(
      @Nullable CpuPlan plan, List<CpuTensor> inputs, @Nullable CpuTensor residual, CpuTensor y) {
    WorkerPool pool = backend.pool();
    Workspace own = pool.acquire();
    try {
      MemorySet used = own.used();
      for (int i = 0; i < inputs.size(); i++) {
        used.read(inputs.get(i).memory());
      }
      if (residual != null) {
        used.read(residual.memory());
      }
      used.write(y.memory());
      used.lock();
      try {
        if (scalars != null) {
          scale(scalars, inputs.getFirst(), residual, y, own);
        } else {
          multiply(Objects.requireNonNull(plan), inputs, residual, y, own);
        }
      } finally {
        used.unlock();
      }
    } finally {
      pool.release(own);
    }
  }

  private void scale(
      ScalarWeights weights,
      CpuTensor x,
      @Nullable CpuTensor residual,
      CpuTensor y,
      Workspace own) {
    Scaler scaler = new Scaler(weights, epilogue, spec().stride(), x, residual, y);
    run(scaler.alone(), scaler.chunks(), own, scaler);
  }

  private void multiply(
      CpuPlan plan,
      List<CpuTensor> tensors,
      @Nullable CpuTensor residual,
      CpuTensor y,
      Workspace own) {
    LayerWeights weights = Objects.requireNonNull(matrices);
    long[] inputs = stage(plan, tensors, own);
    long addend = residual == null ? 0 : residual.address();
    DType type = y.spec().dtype();
    run(
        plan.tiling.alone(),
        plan.chunks(),
        own,
        new Multiplier(plan, weights, epilogue, type, inputs, addend, y.address()));
  }

  /** The address of the tensor that each branch's product reads. */
  private long[] stage(CpuPlan plan, List<CpuTensor> tensors, Workspace own) {
    long[] inputs = new long[plan.branches.size()];
    long target = plan.stagedBytes == 0 ? 0 : own.staged(plan.stagedBytes);
    for (int i = 0; i < inputs.length; i++) {
      Branch branch = plan.branches.get(i);
      long source = tensors.get(branch.tensor()).address();
      if (branch.staged() == null) {
        inputs[i] = source;
      } else {
        inputs[i] = target;
        stage(plan, branch, branch.staged(), source, target, own);
        target += branch.stagedBytes();
      }
    }
    return inputs;
  }

  private void stage(
      CpuPlan plan, Branch branch, TensorSpec to, long source, long target, Workspace own) {
    Stager stager =
        new Stager(branch.spec(), source, to, target, spec().stride(), spec().precision());
    run(plan.tiling.alone(), stager.chunks(), own, stager);
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
