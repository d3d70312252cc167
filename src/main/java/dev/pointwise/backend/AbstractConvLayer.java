package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of all backends share: the checks of a call, and lifetimes.
 *
 * @param <T> the backend's tensors
 */
public abstract class AbstractConvLayer<T extends AbstractTensor> implements ConvLayer {
  private final AbstractBackend owner;
  private final Class<T> tensorType;
  private final ConvSpec spec;
  private final Lifetime lifetime;

  /** A layer of {@code owner}, all of whose tensors are of that type. */
  @SuppressWarnings("this-escape") // for identity alone
  protected AbstractConvLayer(AbstractBackend owner, Class<T> tensorType, ConvSpec spec) {
    this.owner = owner;
    this.tensorType = tensorType;
    this.spec = spec;
    this.lifetime = new Lifetime(this, "layer " + spec);
  }

  /** Computes {@code y}, which is not empty; the tensors fit the layer and do not overlap it. */
  protected abstract void execute(T x, @Nullable T residual, T y);

  /** What runs for tensors of specs that fit the layer, where y is not empty. */
  protected abstract PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y);

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
    T input = own("input", Objects.requireNonNull(x, "x"));
    T output = own("output", Objects.requireNonNull(y, "y"));
    T added = residual == null ? null : own("residual", residual);
    spec.check(input.spec(), output.spec());
    separate("input", input, output);
    if (added != null) {
      spec.checkResidual(added.spec(), output.spec());
      separate("residual", added, output);
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
      } finally {
        lifetime.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  private void executeOpen(T x, @Nullable T residual, T y) {
    x.enter();
    try {
      y.enter();
      try {
        if (residual == null) {
          executeUnlessEmpty(x, null, y);
        } else {
          residual.enter();
          try {
            executeUnlessEmpty(x, residual, y);
          } finally {
            residual.exit();
          }
        }
      } finally {
        y.exit();
      }
    } finally {
      x.exit();
    }
  }

  private void executeUnlessEmpty(T x, @Nullable T residual, T y) {
    if (!y.spec().shape().isEmpty()) {
      Recorder recorder = Recorder.pause();
      try {
        execute(x, residual, y);
      } finally {
        Recorder.resume(recorder);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same backend
  private T own(String name, Tensor tensor) {
    if (tensor instanceof AbstractTensor candidate && candidate.owner() == owner) {
      return tensorType.cast(candidate);
    }
    throw new IllegalArgumentException(
        name + " is " + tensor + ", a tensor of another backend than the layer's");
  }

  private static void separate(String name, AbstractTensor tensor, AbstractTensor output) {
    if (tensor.overlaps(output)) {
      throw new IllegalArgumentException(
          "output "
              + output.spec()
              + " shares elements with the "
              + name
              + " "
              + tensor.spec()
              + ", expected separate tensors or slices");
    }
  }

  @Override
  public final void close() {
    if (lifetime.close() && owner.lifetime().tryEnter()) {
      try {
        free();
      } finally {
        owner.lifetime().exit();
      }
    }
  }

  @Override
  public final String toString() {
    return spec + " on " + owner.info();
  }
}
