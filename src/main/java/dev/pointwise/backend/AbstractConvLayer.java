package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of all backends share: the checks of a call, and lifetimes.
 *
 * @param <T> the backend's tensors
 */
public abstract class AbstractConvLayer<T extends AbstractTensor> implements ConvLayer {
  private final AbstractBackend owner;
  private final OwnTensors<T> tensors;
  private final ConvSpec spec;
  private final Lifetime lifetime;

  /** A layer of {@code owner}, all of whose tensors are of that type. */
  @SuppressWarnings("this-escape") // for identity alone
  protected AbstractConvLayer(AbstractBackend owner, Class<T> tensorType, ConvSpec spec) {
    this.owner = owner;
    this.tensors = new OwnTensors<>(owner, tensorType);
    this.spec = spec;
    this.lifetime = new Lifetime(this, owner.lifetime(), "layer", spec);
  }

  /** Computes {@code y}, which is not empty; the tensors fit the layer and do not overlap it. */
  protected abstract void execute(T x, @Nullable T residual, T y);

  /** What runs for tensors of specs that fit the layer, where y is not empty. */
  protected abstract PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y);

  /**
   * Computes {@code y}, which is not empty, from the concatenation of the branches along the
   * channels, without building it; there is at least one branch, and no groups or stride.
   */
  protected abstract void executeConcat(List<T> branches, @Nullable T residual, T y);

  /** Frees the weights; called once, while nothing runs. */
  protected abstract void free();

  @Override
  public final ConvSpec spec() {
    return spec;
  }

  @Override
  public final Tensor run(Tensor x, @Nullable Tensor residual) {
    Tensor y = owner.allocate(spec.output(Objects.requireNonNull(x, "x").spec()));
    try {
      runInto(x, residual, y);
      return y;
    } catch (Throwable failure) {
      Closing.close(y, failure);
      throw failure;
    }
  }

  @Override
  public final void runInto(Tensor x, @Nullable Tensor residual, Tensor y) {
    T input = tensors.own("input", Objects.requireNonNull(x, "x"));
    T output = tensors.own("output", Objects.requireNonNull(y, "y"));
    T added = residual == null ? null : tensors.own("residual", residual);
    spec.check(input.spec(), output.spec());
    OwnTensors.separate("input", input, "output", output);
    if (added != null) {
      spec.checkResidual(added.spec(), output.spec());
      OwnTensors.separate("residual", added, "output", output);
    }
    Recorder.refuseOther(owner);
    owner.lifetime().enter();
    try {
      lifetime.enter();
      try {
        executeOpen(input, added, output);
      } finally {
        lifetime.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  @Override
  public final PlanExplanation explain(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    spec.check(Objects.requireNonNull(x, "x"), Objects.requireNonNull(y, "y"));
    if (residual != null) {
      spec.checkResidual(residual, y);
    }
    if (y.shape().isEmpty()) {
      throw new IllegalArgumentException("y is " + y + ", expected at least one element");
    }
    Recorder.refuse("explaining a plan");
    owner.lifetime().enter();
    try {
      lifetime.enter();
      try {
        return explainChecked(x, residual, y);
      } catch (BackendException e) {
        throw e.in(on(x, residual, y));
      } finally {
        lifetime.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  /** What is being done, for messages. */
  private String on(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    return spec + ", x " + x + ", y " + y + (residual == null ? "" : ", residual " + residual);
  }

  private void executeOpen(T x, @Nullable T residual, T y) {
    x.enter();
    try {
      enterOutput(residual, y);
      try {
        executeUnlessEmpty(x, residual, y);
      } finally {
        exitOutput(residual, y);
      }
    } finally {
      x.exit();
    }
  }

  /** For a caller who has checked the tensors, and entered them and the backend. */
  final void executeChecked(AbstractTensor x, AbstractTensor y) {
    executeUnlessEmpty(tensors.own("input", x), null, tensors.own("output", y));
  }

  private void executeUnlessEmpty(T x, @Nullable T residual, T y) {
    if (!y.spec().shape().isEmpty()) {
      Recorder recorder = Recorder.pause();
      try {
        execute(x, residual, y);
      } catch (BackendException e) {
        throw e.in(on(x.spec(), residual == null ? null : residual.spec(), y.spec()));
      } finally {
        Recorder.resume(recorder);
      }
    }
  }

  private void enterOutput(@Nullable T residual, T y) {
    y.enter();
    try {
      if (residual != null) {
        residual.enter();
      }
    } catch (Throwable closed) {
      y.exit();
      throw closed;
    }
  }

  private void exitOutput(@Nullable T residual, T y) {
    if (residual != null) {
      residual.exit();
    }
    y.exit();
  }

  @Override
  public final Tensor runConcat(List<Tensor> branches) {
    Shape extents = ConcatCheck.first(tensors.own("branches", "branch", branches)).spec().shape();
    Tensor y = owner.allocate(spec.output(spec.input(extents.n(), extents.h(), extents.w())));
    try {
      runConcatInto(branches, null, y);
      return y;
    } catch (Throwable failure) {
      Closing.close(y, failure);
      throw failure;
    }
  }

  @Override
  public final void runConcatInto(List<Tensor> branches, @Nullable Tensor residual, Tensor y) {
    List<T> inputs = tensors.own("branches", "branch", branches);
    T output = tensors.own("output", Objects.requireNonNull(y, "y"));
    T added = residual == null ? null : tensors.own("residual", residual);
    ConcatCheck.check(spec, inputs, added, output);
    Recorder.refuseOther(owner);
    owner.lifetime().enter();
    try {
      lifetime.enter();
      try {
        executeConcatOpen(inputs, added, output);
      } finally {
        lifetime.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  private void executeConcatOpen(List<T> branches, @Nullable T residual, T y) {
    AbstractTensor.enterAll(branches);
    try {
      enterOutput(residual, y);
      try {
        executeConcatUnlessEmpty(branches, residual, y);
      } finally {
        exitOutput(residual, y);
      }
    } finally {
      AbstractTensor.exitAll(branches);
    }
  }

  private void executeConcatUnlessEmpty(List<T> branches, @Nullable T residual, T y) {
    if (!y.spec().shape().isEmpty()) {
      Recorder recorder = Recorder.pause();
      try {
        executeConcat(branches, residual, y);
      } catch (BackendException e) {
        throw e.in(spec + ", concatenation of " + branches.size() + ", y " + y.spec());
      } finally {
        Recorder.resume(recorder);
      }
    }
  }

  @Override
  public final void close() {
    if (lifetime.close()) {
      owner.free(this::free);
    }
  }

  @Override
  public final String toString() {
    return spec + " on " + owner.info();
  }
}
