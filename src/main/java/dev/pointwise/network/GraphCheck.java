package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that the nodes of a network fit each other; N, H and W are left to the call. */
final class GraphCheck {
  private final Graph graph;

  private GraphCheck(Graph graph) {
    this.graph = graph;
  }

  /**
   * The checked graph, in which no concat is the branch of another.
   *
   * @throws IllegalArgumentException if something does not fit
   */
  static Graph checked(List<Node> ordered, List<String> outputs) {
    GraphCheck check = new GraphCheck(new Graph(ordered, outputs));
    check.requireUsed();
    check.graph.concats().forEach(check::concat);
    check.graph.convs().forEach(check::conv);
    Graph flat = check.flat();
    new GraphCheck(flat).outputs();
    return flat;
  }

  private void requireUsed() {
    for (Node node : graph.nodes()) {
      boolean output = graph.outputs().contains(node.name());
      if (graph.readers(node.name()).isEmpty() && !output) {
        throw refusal("node '" + node.name() + "' is neither read nor an output", "one of them");
      }
      if (output && node instanceof Node.Input) {
        throw refusal("output '" + node.name() + "' is an input", "a node that is computed");
      }
    }
  }

  private void concat(Node.Concat concat) {
    Signature first = graph.signature(concat.branches().getFirst());
    for (String branch : concat.branches()) {
      Signature other = graph.signature(branch);
      if (other.dtype() != first.dtype() || other.layout() != first.layout()) {
        throw refusal(
            "branch '" + branch + "' of '" + concat.name() + "' is " + other,
            first.dtype() + " " + first.layout() + " like '" + concat.branches().getFirst() + "'");
      }
    }
  }

  private void conv(Node.Conv conv) {
    String layer = "layer '" + conv.name() + "' (" + conv.spec() + ")";
    Signature given = graph.signature(conv.input());
    Signature needed = Signature.inputOf(conv.spec());
    if (!given.equals(needed)) {
      throw refusal(layer + " reads '" + conv.input() + "', which is " + given, "" + needed);
    }
    if (isConcat(conv.input()) && !readsConcats(conv.spec())) {
      throw refusal(
          layer + " reads the concat '" + conv.input() + "'",
          "one group, stride 1 and no quantization, or no concat");
    }
    if (conv.residual() != null) {
      residual(layer, conv.residual(), Signature.outputOf(conv.spec()));
    }
  }

  private void residual(String layer, String residual, Signature needed) {
    if (isConcat(residual)) {
      throw refusal("residual '" + residual + "' of " + layer + " is a concat", "no concat");
    }
    if (!graph.signature(residual).equals(needed)) {
      throw refusal(
          "residual '" + residual + "' of " + layer + " is " + graph.signature(residual),
          "" + needed);
    }
  }

  private static boolean readsConcats(ConvSpec spec) {
    return spec.groups() == 1 && spec.stride() == 1 && !spec.precision().quantized();
  }

  private boolean isConcat(String name) {
    return graph.node(name) instanceof Node.Concat;
  }

  /** The same graph with every concat made of what is no concat; those read by none are gone. */
  private Graph flat() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Concat concat) {
        boolean read = graph.readers(node.name()).stream().anyMatch(Node.Conv.class::isInstance);
        if (read || graph.outputs().contains(node.name())) {
          nodes.add(new Node.Concat(node.name(), leaves(concat)));
        }
      } else {
        nodes.add(node);
      }
    }
    return new Graph(nodes, graph.outputs());
  }

  private List<String> leaves(Node.Concat concat) {
    List<String> leaves = new ArrayList<>();
    for (String branch : concat.branches()) {
      if (graph.node(branch) instanceof Node.Concat inner) {
        leaves.addAll(leaves(inner));
      } else {
        leaves.add(branch);
      }
    }
    return leaves;
  }

  /** A concat that is an output lies in one tensor, so its branches lie nowhere else. */
  private void outputs() {
    Set<String> placed = new HashSet<>();
    for (Node.Concat concat : graph.concats()) {
      if (graph.outputs().contains(concat.name())) {
        for (String branch : concat.branches()) {
          String what = "branch '" + branch + "' of the output '" + concat.name() + "' is ";
          if (graph.node(branch) instanceof Node.Input) {
            throw refusal(what + "an input", "a node that is computed");
          }
          if (!placed.add(branch) || graph.outputs().contains(branch)) {
            throw refusal(what + "in another output too, or twice in this one", "it once");
          }
        }
      }
    }
  }

  private static IllegalArgumentException refusal(String what, String expected) {
    return new IllegalArgumentException(what + ", expected " + expected);
  }
}
