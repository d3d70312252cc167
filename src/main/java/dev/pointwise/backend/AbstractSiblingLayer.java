package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the siblings of all backends share: the checks of a call, and lifetimes.
 *
 * @param <T> the backend's tensors
 */
public abstract class AbstractSiblingLayer<T extends AbstractTensor> implements SiblingLayer {
  private final AbstractBackend owner;
  private final OwnTensors<T> tensors;
  private final Siblings siblings;
  private final Lifetime lifetime;

  /** Siblings of {@code owner}, all of whose tensors are of that type. */
  @SuppressWarnings("this-escape") // for identity alone
  protected AbstractSiblingLayer(AbstractBackend owner, Class<T> tensorType, Siblings siblings) {
    this.owner = owner;
    this.tensors = new OwnTensors<>(owner, tensorType);
    this.siblings = siblings;
    this.lifetime = new Lifetime(this, owner.lifetime(), "siblings", siblings.specs());
  }

  /**
   * Computes the outputs, which are not empty, one for each sibling; the tensors fit and do not
   * overlap.
   */
  protected abstract void execute(T x, List<T> outputs);

  /** Closes the layers that the siblings are made of; called once, while nothing runs. */
  protected abstract void closeLayers();

  protected final Siblings siblings() {
    return siblings;
  }

  @Override
  public final List<ConvSpec> specs() {
    return siblings.specs();
  }

  @Override
  public final Tensor run(Tensor x) {
    AbstractTensor y =
        owner.allocate(siblings.stacked().output(Objects.requireNonNull(x, "x").spec()));
    try {
      List<Tensor> outputs = new ArrayList<>();
      int channel = 0;
      for (ConvSpec spec : siblings.specs()) {
        outputs.add(y.slice(channel, spec.cOut()));
        channel += spec.cOut();
      }
      runInto(x, outputs);
      return y;
    } catch (Throwable failure) {
      Closing.close(y, failure);
      throw failure;
    }
  }

  @Override
  public final void runInto(Tensor x, List<Tensor> outputs) {
    T input = tensors.own("input", Objects.requireNonNull(x, "x"));
    List<T> results = tensors.own("outputs", "output", outputs);
    check(input, results);
    Recorder.refuseOther(owner);
    owner.lifetime().enter();
    try {
      lifetime.enter();
      try {
        executeOpen(input, results);
      } finally {
        lifetime.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  private void check(T x, List<T> outputs) {
    if (outputs.size() != siblings.count()) {
      throw new IllegalArgumentException(
          "outputs are "
              + outputs.size()
              + ", expected "
              + siblings.count()
              + ": one for each sibling");
    }
    for (int i = 0; i < outputs.size(); i++) {
      T output = outputs.get(i);
      try {
        siblings.specs().get(i).check(x.spec(), output.spec());
      } catch (IllegalArgumentException unfit) {
        throw new IllegalArgumentException("sibling " + i + ": " + unfit.getMessage(), unfit);
      }
      if (x.overlaps(output)) {
        throw OwnTensors.overlap("input", x, "output " + i, output);
      }
      for (int other = 0; other < i; other++) {
        if (outputs.get(other).overlaps(output)) {
          throw OwnTensors.overlap("output " + other, outputs.get(other), "output " + i, output);
        }
      }
    }
  }

  private void executeOpen(T x, List<T> outputs) {
    x.enter();
    try {
      AbstractTensor.enterAll(outputs);
      try {
        executeUnlessEmpty(x, outputs);
      } finally {
        AbstractTensor.exitAll(outputs);
      }
    } finally {
      x.exit();
    }
  }

  private void executeUnlessEmpty(T x, List<T> outputs) {
    if (!outputs.getFirst().spec().shape().isEmpty()) {
      Recorder recorder = Recorder.pause();
      try {
        execute(x, outputs);
      } catch (BackendException e) {
        throw e.in("siblings " + specs() + ", x " + x.spec());
      } finally {
        Recorder.resume(recorder);
      }
    }
  }

  @Override
  public final void close() {
    if (lifetime.close()) {
      closeLayers();
    }
  }

  @Override
  public final String toString() {
    return "siblings " + siblings.specs() + " on " + owner.info();
  }
}
