package dev.pointwise.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts inputs first, and other nodes behind those that they read; otherwise they keep the order
 * they were declared in.
 */
final class TopologicalOrder {
  private final Map<String, Node> declared;
  private final Map<String, Node> ordered = new LinkedHashMap<>();
  private final Set<String> path = new LinkedHashSet<>();

  private TopologicalOrder(Map<String, Node> declared) {
    this.declared = declared;
  }

  /**
   * The nodes in order.
   *
   * @param declared the nodes by name, all that they read among them
   * @throws IllegalArgumentException if a node reads what is computed from it
   */
  static List<Node> of(Map<String, Node> declared) {
    TopologicalOrder order = new TopologicalOrder(declared);
    declared.values().stream().filter(Node.Input.class::isInstance).forEach(order::visit);
    declared.values().forEach(order::visit);
    return List.copyOf(order.ordered.values());
  }

  private void visit(Node node) {
    if (ordered.containsKey(node.name())) {
      return;
    }
    if (!path.add(node.name())) {
      throw new IllegalArgumentException(
          "network has the cycle " + cycle(node.name()) + ", expected none");
    }
    for (String read : node.reads()) {
      visit(Objects.requireNonNull(declared.get(read)));
    }
    path.remove(node.name());
    ordered.put(node.name(), node);
  }

  /** The nodes on the path from {@code name} on, in the order in which data would flow. */
  private String cycle(String name) {
    List<String> names = new ArrayList<>(path);
    List<String> round = new ArrayList<>(names.subList(names.indexOf(name), names.size()));
    round.add(name);
    return String.join(" → ", round.reversed());
  }
}
