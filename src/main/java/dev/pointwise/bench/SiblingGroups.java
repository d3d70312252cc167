package dev.pointwise.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which layers of a network can be one call because they read one tensor. */
final class SiblingGroups {
  private SiblingGroups() {}

  /**
   * The layers in groups, in the order of the first of each. A layer is alone where it has no tag,
   * or one ending in {@code *}, or where its backend could not take it: with groups, a residual, or
   * quantized.
   */
  static List<List<SuiteLayer>> of(Network network) {
    Map<Object, List<SuiteLayer>> groups = new LinkedHashMap<>();
    List<SuiteLayer> layers = network.suite().layers();
    for (int i = 0; i < layers.size(); i++) {
      SuiteLayer layer = layers.get(i);
      Object group =
          network.precision().quantized() || alone(layer) ? Integer.valueOf(i) : tag(layer);
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(layer);
    }
    return List.copyOf(groups.values());
  }

  private static boolean alone(SuiteLayer layer) {
    return layer.siblings().isEmpty()
        || layer.siblings().endsWith("*")
        || layer.shape().groups() > 1
        || layer.shape().residual();
  }

  private static Object tag(SuiteLayer layer) {
    LayerShape shape = layer.shape();
    return List.of(layer.siblings(), layer.repeat(), shape.input(), shape.stride());
  }
}
