package dev.pointwise.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The 1×1 convolutions of one network, or another list of layers that belong together.
 *
 * @param name the network's name
 * @param layers the rows; never empty
 * @param options the options that select all of it
 */
public record Suite(String name, List<SuiteLayer> layers, List<String> options) {
  /** Copies the rows. */
  public Suite {
    layers = List.copyOf(layers);
    options = List.copyOf(options);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("suite '" + name + "' has no layers, expected some");
    }
  }

  /** A suite that comes with Pointwise, or layers that options name one by one. */
  public Suite(String name, List<SuiteLayer> layers) {
    this(name, layers, List.of("--suite", name));
  }

  /** The same, selected by other options. */
  Suite options(String... selecting) {
    return new Suite(name, layers, List.of(selecting));
  }

  /** How many layers there are, repeated ones counted. */
  public long layerCount() {
    return layers.stream().mapToLong(SuiteLayer::repeat).sum();
  }

  /** How many of them differ. */
  public long distinct() {
    return layers.stream().map(SuiteLayer::shape).distinct().count();
  }

  /** Multiply-adds for one image. */
  public long macs() {
    return total(LayerShape::macs);
  }

  /** Parameters of all layers. */
  public long parameters() {
    return total(LayerShape::parameters);
  }

  /** Elements of W in all layers. */
  public long weights() {
    return total(LayerShape::weights);
  }

  private long total(ToLongFunction<LayerShape> quantity) {
    return layers.stream()
        .mapToLong(layer -> layer.repeat() * quantity.applyAsLong(layer.shape()))
        .sum();
  }
}
