package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A layer on the processor: an optional copy of the input, then the chunks of its products. */
final class CpuLayer extends AbstractConvLayer<CpuTensor> {
  private final CpuBackend backend;
  private final @Nullable ScalarWeights scalars;
  private final @Nullable LayerWeights matrices;
  private final Epilogue epilogue;
  private final ConcurrentHashMap<Key, CpuPlan> plans = new ConcurrentHashMap<>();
  private volatile @Nullable CpuPlan last;

  private record Key(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {}

  CpuLayer(CpuBackend backend, ConvSpec spec, ConvWeights weights) {
    super(backend, CpuTensor.class, spec);
    this.backend = backend;
    this.epilogue = new Epilogue(spec.activation(), weights.slope());
    boolean scalar = ScalarWeights.fit(spec);
    scalars = scalar ? new ScalarWeights(spec, weights) : null;
    matrices = scalar ? null : new LayerWeights(spec, weights);
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
    CpuPlan plan = plan(x.spec(), residual == null ? null : residual.spec(), y.spec());
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
    if (matrices != null) {
      matrices.close();
    }
  }
}
