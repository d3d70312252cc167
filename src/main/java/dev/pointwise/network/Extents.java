package dev.pointwise.network;

import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The extents that the tensors of a graph have in one call. */
final class Extents {
  private final Graph graph;
  private final Map<String, Shape> shapes = new HashMap<>();

  private Extents(Graph graph) {
    this.graph = graph;
  }

  /**
   * Follows the extents of those inputs through the graph.
   *
   * @throws IllegalArgumentException if the inputs do not fit the graph, or what meets in a
   *     residual or a concat has different extents
   */
  static Extents of(Graph graph, List<TensorSpec> inputs) {
    Extents extents = new Extents(graph);
    List<Node.Input> declared = graph.inputs();
    requireCount("inputs", inputs.size(), declared.size());
    for (int i = 0; i < inputs.size(); i++) {
      extents.input(declared.get(i), inputs.get(i));
    }
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Conv conv) {
        extents.conv(conv);
      } else if (node instanceof Node.Concat concat) {
        extents.concat(concat);
      }
    }
    return extents;
  }

  static void requireCount(String what, int given, int expected) {
    if (given != expected) {
      throw refusal(what + " are " + given, "" + expected);
    }
  }

  private void input(Node.Input input, TensorSpec given) {
    if (!Signature.of(given).equals(input.signature())) {
      throw refusal("input '" + input.name() + "' is " + given, "" + input.signature());
    }
    shapes.put(input.name(), given.shape());
  }

  private void conv(Node.Conv conv) {
    Shape output = conv.spec().outputShape(shape(conv.input()));
    if (conv.residual() != null && !shape(conv.residual()).equals(output)) {
      throw refusal(
          "residual '"
              + conv.residual()
              + "' of '"
              + conv.name()
              + "' is "
              + shape(conv.residual()),
          "" + output);
    }
    shapes.put(conv.name(), output);
  }

  private void concat(Node.Concat concat) {
    Shape first = shape(concat.branches().getFirst());
    for (String branch : concat.branches()) {
      Shape other = shape(branch);
      if (!other.channels(first.c()).equals(first)) {
        throw refusal(
            "branch '" + branch + "' of '" + concat.name() + "' is " + other,
            "N, H and W of '" + concat.branches().getFirst() + "', which is " + first);
      }
    }
    shapes.put(concat.name(), first.channels(graph.signature(concat.name()).channels()));
  }

  private Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name));
  }

  /** A compact tensor like that of a node, of so many channels. */
  TensorSpec spec(String name, int channels) {
    Signature signature = graph.signature(name);
    return new Signature(channels, signature.dtype(), signature.layout()).at(shape(name));
  }

  /** The outputs, compact. */
  List<TensorSpec> outputs() {
    List<TensorSpec> specs = new ArrayList<>();
    for (String name : graph.outputs()) {
      specs.add(spec(name, graph.signature(name).channels()));
    }
    return specs;
  }

  static IllegalArgumentException refusal(String what, String expected) {
    return new IllegalArgumentException(what + ", expected " + expected);
  }
}
