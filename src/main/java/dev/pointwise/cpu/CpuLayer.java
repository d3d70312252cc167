package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A layer on the processor: an optional copy of the input, then the chunks of its products. */
final class CpuLayer extends AbstractConvLayer<CpuTensor> {
  private final CpuBackend backend;
  private final LayerWeights weights;
  private final Epilogue epilogue;
  private final ConcurrentHashMap<Key, CpuPlan> plans = new ConcurrentHashMap<>();
  private volatile @Nullable CpuPlan last;

  private record Key(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {}

  CpuLayer(CpuBackend backend, ConvSpec spec, ConvWeights weights) {
    super(backend, CpuTensor.class, spec);
    this.backend = backend;
    this.epilogue = new Epilogue(spec.activation(), weights.slope());
    this.weights = new LayerWeights(spec, weights);
  }

  @Override
  protected void execute(CpuTensor x, @Nullable CpuTensor residual, CpuTensor y) {
    CpuPlan plan = plan(x.spec(), residual == null ? null : residual.spec(), y.spec());
    WorkerPool pool = backend.pool();
    Workspace own = pool.acquire();
    try {
      long input = stage(plan, x, own);
      long addend = residual == null ? 0 : residual.address();
      run(
          plan,
          plan.chunks(),
          own,
          new Multiplier(plan, weights, epilogue, y.spec().dtype(), input, addend, y.address()));
    } finally {
      pool.release(own);
    }
  }

  /** The address of the tensor that the products read. */
  private long stage(CpuPlan plan, CpuTensor x, Workspace own) {
    if (plan.staged == null) {
      return x.address();
    }
    long target = own.staged(plan.staged.storageBytes());
    Stager stager =
        new Stager(x.spec(), x.address(), plan.staged, target, spec().stride(), spec().precision());
    run(plan, stager.chunks(), own, stager);
    return target;
  }

  private void run(CpuPlan plan, long chunks, Workspace own, WorkerPool.Job job) {
    if (plan.tiling.alone()) {
      WorkerPool.runAlone(chunks, own, job);
    } else {
      backend.pool().run(chunks, own, job);
    }
  }

  private CpuPlan plan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    CpuPlan recent = last;
    if (recent != null && recent.fits(x, residual, y)) {
      return recent;
    }
    CpuPlan plan =
        plans.computeIfAbsent(
            new Key(x, residual, y),
            key ->
                new CpuPlan(spec(), x, residual, y, backend.coreClass(), backend.pool().threads()));
    last = plan;
    return plan;
  }

  @Override
  protected void free() {
    weights.close();
  }
}
