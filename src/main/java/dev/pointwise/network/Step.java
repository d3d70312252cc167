package dev.pointwise.network;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs at a time: a layer, or layers that read the same tensor.
 *
 * @param layers the layer, or the siblings
 * @param sources where the input lies: one tensor, or the branches of a concat
 * @param residual where the residual lies, if there is one
 * @param outputs where the results lie, one for each layer
 */
record Step(
    List<Node.Conv> layers, List<Slot> sources, @Nullable Slot residual, List<Slot> outputs) {
  Step {
    layers = List.copyOf(layers);
    sources = List.copyOf(sources);
    outputs = List.copyOf(outputs);
  }

  /** Everything that it touches. */
  Stream<Slot> slots() {
    return Stream.of(sources.stream(), outputs.stream(), Stream.ofNullable(residual))
        .flatMap(slots -> slots);
  }

  @Override
  public String toString() {
    return String.join(" + ", layers.stream().map(Node.Conv::name).toList());
  }
}
