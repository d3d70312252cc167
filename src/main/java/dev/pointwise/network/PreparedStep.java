package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step whose weights are on the device.
 *
 * @param step the step
 * @param layer what holds the weights
 * @param binder what makes it run on given tensors
 */
record PreparedStep(Step step, AutoCloseable layer, Binder binder) {
  /** Makes a step run on given tensors. */
  interface Binder {
    /** What runs the step on those tensors; it allocates nothing. */
    Runnable bind(List<Tensor> sources, @Nullable Tensor residual, List<Tensor> outputs);
  }

  /** Prepares the steps; if one cannot be, none is left behind. */
  static List<PreparedStep> all(Backend backend, List<Step> steps) {
    List<PreparedStep> prepared = new ArrayList<>();
    try {
      steps.forEach(step -> prepared.add(of(backend, step)));
      return List.copyOf(prepared);
    } catch (Throwable failure) {
      prepared.reversed().forEach(done -> Closing.close(done.layer(), failure));
      throw failure;
    }
  }

  private static PreparedStep of(Backend backend, Step step) {
    if (step.layers().size() > 1) {
      SiblingLayer siblings =
          backend.prepareSiblings(
              step.layers().stream().map(Node.Conv::spec).toList(),
              step.layers().stream().map(Node.Conv::weights).toList());
      return new PreparedStep(
          step, siblings, (x, residual, y) -> () -> siblings.runInto(x.getFirst(), y));
    }
    Node.Conv conv = step.layers().getFirst();
    ConvLayer layer = backend.prepare(conv.spec(), conv.weights());
    return new PreparedStep(
        step, layer, step.sources().size() > 1 ? onBranches(layer) : onTensor(layer));
  }

  private static Binder onBranches(ConvLayer layer) {
    return (x, residual, y) -> () -> layer.runConcatInto(x, residual, y.getFirst());
  }

  private static Binder onTensor(ConvLayer layer) {
    return (x, residual, y) -> () -> layer.runInto(x.getFirst(), residual, y.getFirst());
  }
}
