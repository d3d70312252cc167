package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Siblings;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.List;

/** Siblings as layers of their own, run one after the other. */
final class SeparateSiblings extends AbstractSiblingLayer<AbstractTensor> {
  private final List<AbstractConvLayer<?>> layers = new ArrayList<>();

  SeparateSiblings(AbstractBackend owner, Siblings siblings, List<ConvWeights> weights) {
    super(owner, AbstractTensor.class, siblings);
    try {
      for (int i = 0; i < siblings.count(); i++) {
        ConvSpec spec = siblings.specs().get(i);
        ConvWeights own = weights.get(i);
        layers.add(Leaks.parts(() -> owner.prepareChecked(spec, own)));
      }
    } catch (Throwable failure) {
      Closing.close(this, failure);
      throw failure;
    }
  }

  @Override
  protected void execute(AbstractTensor x, List<AbstractTensor> outputs) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).executeChecked(x, outputs.get(i));
    }
  }

  @Override
  protected void closeLayers() {
    Closing.closeAll(layers.toArray(AutoCloseable[]::new));
  }
}
