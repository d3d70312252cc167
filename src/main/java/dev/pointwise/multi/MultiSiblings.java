package dev.pointwise.multi;

import dev.pointwise.backend.AbstractSiblingLayer;
import dev.pointwise.backend.SiblingLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Siblings;
import java.util.ArrayList;
import java.util.List;

/** Siblings that are on several devices, and run on each with the images that are there. */
final class MultiSiblings extends AbstractSiblingLayer<MultiTensor> {
  private final MultiBackend backend;
  private final List<SiblingLayer> layers;

  /** Siblings that own their likes on each device. */
  MultiSiblings(MultiBackend backend, Siblings siblings, List<SiblingLayer> layers) {
    super(backend, MultiTensor.class, siblings);
    this.backend = backend;
    this.layers = layers;
  }

  @Override
  protected void execute(MultiTensor x, List<MultiTensor> outputs) {
    List<MultiTensor> used = new ArrayList<>(outputs);
    used.add(x);
    backend.run(new Step(used, place -> run(place, x, outputs)));
  }

  private void run(int place, MultiTensor x, List<MultiTensor> outputs) {
    List<Tensor> parts = outputs.stream().map(output -> output.part(place)).toList();
    layers.get(place).runInto(x.part(place), parts);
  }

  @Override
  protected void closeLayers() {
    backend.group().close(layers);
  }
}
