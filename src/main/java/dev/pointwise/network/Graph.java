package dev.pointwise.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Nodes, each behind those that it reads, and which of them are results. Immutable. */
final class Graph {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, List<Node>> readers = new LinkedHashMap<>();
  private final Map<String, Signature> signatures = new LinkedHashMap<>();
  private final List<String> outputs;

  /**
   * A graph of those nodes.
   *
   * @param ordered each behind those that it reads
   */
  Graph(List<Node> ordered, List<String> outputs) {
    this.outputs = List.copyOf(outputs);
    for (Node node : ordered) {
      nodes.put(node.name(), node);
      readers.put(node.name(), new ArrayList<>());
      node.reads().forEach(read -> readers(read).add(node));
      signatures.put(node.name(), signatureOf(node));
    }
  }

  private Signature signatureOf(Node node) {
    if (node instanceof Node.Input input) {
      return input.signature();
    }
    if (node instanceof Node.Conv conv) {
      return Signature.outputOf(conv.spec());
    }
    Signature first = signature(node.reads().getFirst());
    int channels = 0;
    for (String branch : node.reads()) {
      channels = Math.addExact(channels, signature(branch).channels());
    }
    return new Signature(channels, first.dtype(), first.layout());
  }

  Iterable<Node> nodes() {
    return nodes.values();
  }

  Node node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  List<Node.Input> inputs() {
    return of(Node.Input.class);
  }

  List<Node.Conv> convs() {
    return of(Node.Conv.class);
  }

  List<Node.Concat> concats() {
    return of(Node.Concat.class);
  }

  private <T extends Node> List<T> of(Class<T> type) {
    return nodes.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<String> outputs() {
    return outputs;
  }

  /** Who reads that node, each as often as it does. */
  List<Node> readers(String name) {
    return Objects.requireNonNull(readers.get(name));
  }

  Signature signature(String name) {
    return Objects.requireNonNull(signatures.get(name));
  }

  /** This graph without {@code first}, and with {@code whole} in the place of {@code second}. */
  Graph fused(Node.Conv first, Node.Conv second, Node.Conv whole) {
    List<Node> left = new ArrayList<>();
    for (Node node : nodes.values()) {
      if (node.name().equals(second.name())) {
        left.add(whole);
      } else if (!node.name().equals(first.name())) {
        left.add(node);
      }
    }
    return new Graph(left, outputs);
  }
}
