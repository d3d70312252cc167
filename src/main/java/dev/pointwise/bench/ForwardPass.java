package dev.pointwise.bench;

import dev.pointwise.network.NetworkBuilder;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All layers of a suite, each as often as its network has it, in the order of the rows. What lies
 * between them in the real network (3×3 convolutions, pooling) is absent: a layer reads an input of
 * its own, unless it certainly follows the one before ({@link Succession}) or is a sibling, which
 * reads what its siblings read. Residuals are inputs of their own.
 *
 * @param network the suite, with batch, types and layout
 * @param layers its layers
 */
record ForwardPass(Network network, List<PassLayer> layers) {
  ForwardPass {
    layers = List.copyOf(layers);
  }

  static ForwardPass of(Network network) {
    List<PassLayer> layers = new ArrayList<>();
    List<SuiteLayer> rows = network.suite().layers();
    for (int i = 0; i < rows.size(); i++) {
      SuiteLayer row = rows.get(i);
      boolean pair = i + 1 < rows.size() && Succession.follows(row, rows.get(i + 1));
      for (int copy = 1; copy <= row.repeat(); copy++) {
        layers.add(layer(network, row, copy, pair));
        if (pair) {
          layers.add(fed(network, rows.get(i + 1), copy, layers.getLast().name()));
        }
      }
      i += pair ? 1 : 0;
    }
    return new ForwardPass(network, layers);
  }

  private static PassLayer layer(Network network, SuiteLayer row, int copy, boolean feeds) {
    String name = copyName(row.name(), row.repeat(), copy);
    boolean alone = row.siblings().isEmpty() || row.siblings().endsWith("*");
    String source = alone ? name + "/in" : copyName(row.siblings(), row.repeat(), copy);
    return new PassLayer(name, network.layerCase(row), source, false, feeds);
  }

  private static PassLayer fed(Network network, SuiteLayer row, int copy, String source) {
    String name = copyName(row.name(), row.repeat(), copy);
    return new PassLayer(name, network.layerCase(row), source, true, false);
  }

  private static String copyName(String name, int copies, int copy) {
    return copies == 1 ? name : name + "#" + copy;
  }

  /** The inputs, residuals included, by name. */
  Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    for (PassLayer layer : layers) {
      if (!layer.fed()) {
        inputs.put(layer.source(), layer.layerCase().input());
      }
      if (layer.residual() != null) {
        inputs.put(layer.residual(), layer.layerCase().output());
      }
    }
    return inputs;
  }

  /** The layers that read one tensor and have one activation, by name; none of them alone. */
  List<List<String>> siblings() {
    Map<Object, List<String>> groups = new LinkedHashMap<>();
    for (PassLayer layer : layers) {
      Object group = List.of(layer.source(), layer.spec().activation(), layer.spec().stride());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(layer.name());
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  /** Floating-point operations of all layers. */
  double flops() {
    return layers.stream().mapToDouble(layer -> layer.layerCase().flops()).sum();
  }

  /**
   * The pass as a network.
   *
   * @param specs of each layer
   * @param weights of each layer
   * @param all whether every layer's result is an output, and not only those that nobody reads
   */
  NetworkSpec spec(List<ConvSpec> specs, List<ConvWeights> weights, boolean all) {
    NetworkBuilder builder = NetworkSpec.builder();
    inputs()
        .forEach(
            (name, input) ->
                builder.input(name, input.shape().c(), network.precision(), network.layout()));
    for (int i = 0; i < layers.size(); i++) {
      PassLayer layer = layers.get(i);
      builder.conv(layer.name(), specs.get(i), weights.get(i), layer.source(), layer.residual());
      if (all || !layer.feeds()) {
        builder.output(layer.name());
      }
    }
    return builder.build();
  }
}
