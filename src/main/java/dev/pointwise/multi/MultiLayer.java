package dev.pointwise.multi;

import dev.pointwise.backend.AbstractConvLayer;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer that is on several devices, and runs on each with the images that are there. */
final class MultiLayer extends AbstractConvLayer<MultiTensor> {
  private final MultiBackend backend;
  private final List<ConvLayer> layers;

  /** A layer that owns its likes on each device. */
  MultiLayer(MultiBackend backend, ConvSpec spec, List<ConvLayer> layers) {
    super(backend, MultiTensor.class, spec);
    this.backend = backend;
    this.layers = layers;
  }

  @Override
  protected void execute(MultiTensor x, @Nullable MultiTensor residual, MultiTensor y) {
    backend.run(
        residual == null
            ? new Step(List.of(x, y), place -> run(place, x, null, y))
            : new Step(List.of(x, y, residual), place -> run(place, x, residual, y)));
  }

  private void run(int place, MultiTensor x, @Nullable MultiTensor residual, MultiTensor y) {
    Tensor added = residual == null ? null : residual.part(place);
    layers.get(place).runInto(x.part(place), added, y.part(place));
  }

  /** The first device's plan: it has as many images as any other. */
  @Override
  protected PlanExplanation explainChecked(
      TensorSpec x, @Nullable TensorSpec residual, TensorSpec y) {
    BatchSplit split = new BatchSplit(x.shape().n(), layers.size());
    TensorSpec added = residual == null ? null : split.part(residual, 0);
    PlanExplanation first = layers.getFirst().explain(split.part(x, 0), added, split.part(y, 0));
    String where = "; so on device " + backend.group().devices().getFirst();
    return new PlanExplanation(
        first.chosen(), first.reason() + where + " for " + split.part(x, 0), first.candidates());
  }

  @Override
  protected void executeConcat(
      List<MultiTensor> branches, @Nullable MultiTensor residual, MultiTensor y) {
    List<MultiTensor> used = new ArrayList<>(branches);
    used.add(y);
    if (residual != null) {
      used.add(residual);
    }
    backend.run(new Step(used, place -> runConcat(place, branches, residual, y)));
  }

  private void runConcat(
      int place, List<MultiTensor> branches, @Nullable MultiTensor residual, MultiTensor y) {
    List<Tensor> parts = branches.stream().map(branch -> branch.part(place)).toList();
    Tensor added = residual == null ? null : residual.part(place);
    layers.get(place).runConcatInto(parts, added, y.part(place));
  }

  @Override
  protected void free() {
    backend.group().close(layers);
  }
}
