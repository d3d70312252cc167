package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a network. Names may be used before they are declared; {@link #build} checks the whole.
 * Not thread-safe.
 */
public final class NetworkBuilder {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  NetworkBuilder() {}

  /**
   * A tensor that every call brings along; N, H and W are up to the call.
   *
   * @throws IllegalArgumentException if the name is taken, or there are no channels
   */
  public NetworkBuilder input(String name, int channels, Precision precision, Layout layout) {
    if (channels < 1) {
      throw refusal("input '" + name + "' has " + channels + " channels", "at least 1");
    }
    Objects.requireNonNull(layout, "layout");
    return add(new Node.Input(name, new Signature(channels, precision.storage(), layout)));
  }

  /**
   * A layer.
   *
   * @param input the node that it reads; a concat only if groups and stride are 1 and nothing is
   *     quantized
   * @throws IllegalArgumentException if the name is taken, or the weights do not fit
   */
  public NetworkBuilder conv(String name, ConvSpec spec, ConvWeights weights, String input) {
    return conv(name, spec, weights, input, null);
  }

  /**
   * A layer with a residual.
   *
   * @param input the node that it reads
   * @param residual the node that is added before the activation, or null; no concat
   * @throws IllegalArgumentException if the name is taken, or the weights do not fit
   */
  public NetworkBuilder conv(
      String name, ConvSpec spec, ConvWeights weights, String input, @Nullable String residual) {
    Objects.requireNonNull(input, "input");
    try {
      weights.check(spec);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer '" + name + "': " + e.getMessage(), e);
    }
    return add(new Node.Conv(name, spec, weights, input, residual));
  }

  /**
   * Layers that read the same node, to be run as one.
   *
   * @param names the name of each
   * @param specs same C_in, stride, precision and layouts, one group; the rest may differ
   * @param weights the weights of each
   * @param input the node that they read
   * @throws IllegalArgumentException if the lists differ in length, the layers do not go together,
   *     or one of them could not be added by itself
   */
  public NetworkBuilder siblings(
      List<String> names, List<ConvSpec> specs, List<ConvWeights> weights, String input) {
    if (names.isEmpty() || specs.size() != names.size() || weights.size() != names.size()) {
      throw refusal(
          "siblings have "
              + names.size()
              + " names, "
              + specs.size()
              + " specs and "
              + weights.size()
              + " weights",
          "as many of each, and at least one");
    }
    for (int i = 0; i < names.size(); i++) {
      SiblingKind first = SiblingKind.of(specs.getFirst());
      if (specs.get(i).groups() != 1 || !SiblingKind.of(specs.get(i)).equals(first)) {
        throw refusal(
            "sibling '" + names.get(i) + "' is " + specs.get(i), "one group, and " + first);
      }
      conv(names.get(i), specs.get(i), weights.get(i), input);
    }
    return this;
  }

  /**
   * Several nodes, one behind the other along the channels. It is never copied together: those who
   * compute the branches write to where it lies, or those who read it read the branches.
   *
   * @throws IllegalArgumentException if the name is taken, or there are fewer than two branches
   */
  public NetworkBuilder concat(String name, String... branches) {
    if (branches.length < 2) {
      throw refusal("concat '" + name + "' has " + branches.length + " branches", "at least two");
    }
    return add(new Node.Concat(name, List.of(branches)));
  }

  /**
   * Makes nodes results of the network, in that order, behind those named before.
   *
   * @throws IllegalArgumentException if one is a result already
   */
  public NetworkBuilder output(String... names) {
    for (String name : names) {
      if (!outputs.add(name)) {
        throw refusal("output '" + name + "' is named twice", "each once");
      }
    }
    return this;
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException if there is no output, a name is unknown, nodes form a cycle,
   *     a node is neither read nor an output, or what is read does not fit who reads it
   */
  public NetworkSpec build() {
    for (Node node : nodes.values()) {
      node.reads().forEach(read -> requireKnown("node '" + node.name() + "' reads", read));
    }
    outputs.forEach(name -> requireKnown("an output is", name));
    if (outputs.isEmpty()) {
      throw refusal("network has no outputs", "at least one");
    }
    List<Node> ordered = TopologicalOrder.of(nodes);
    return new NetworkSpec(GraphCheck.checked(new ArrayList<>(ordered), List.copyOf(outputs)));
  }

  private void requireKnown(String where, String name) {
    if (!nodes.containsKey(name)) {
      throw refusal(
          where + " '" + name + "'", "one of the nodes: " + String.join(", ", nodes.keySet()));
    }
  }

  private NetworkBuilder add(Node node) {
    if (node.name().isBlank()) {
      throw refusal("name is '" + node.name() + "'", "a text");
    }
    if (nodes.putIfAbsent(node.name(), node) != null) {
      throw refusal("name '" + node.name() + "' is taken", "another");
    }
    return this;
  }

  private static IllegalArgumentException refusal(String what, String expected) {
    return new IllegalArgumentException(what + ", expected " + expected);
  }
}
