package dev.pointwise.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where every tensor of a graph lies. A concat whose branches are all computed, and lie in no other
 * one, has a tensor of its own, in which each branch is a slice; any other concat lies in pieces,
 * and is read branch by branch.
 */
final class Placement {
  private final Graph graph;
  private final Map<String, Slot> slots = new HashMap<>();
  private final List<Inner> inner = new ArrayList<>();

  /** Places inputs, outputs and concats. */
  Placement(Graph graph) {
    this.graph = graph;
    for (int i = 0; i < graph.inputs().size(); i++) {
      put(graph.inputs().get(i).name(), Slot.Home.INPUT, i);
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      put(graph.outputs().get(i), Slot.Home.OUTPUT, i);
    }
    for (Node.Concat concat : graph.concats()) {
      if (!slots.containsKey(concat.name()) && areFree(concat.branches())) {
        keep(concat.name());
      }
    }
  }

  private boolean areFree(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().allMatch(name -> seen.add(name) && !slots.containsKey(name));
  }

  /** Places what a step computes, if it is not placed yet; what can be is put side by side. */
  void placeTogether(List<String> names) {
    if (areFree(names)) {
      int index = inner.size();
      inner.add(new Inner(names.getFirst(), putSideBySide(names, Slot.Home.INNER, index)));
    } else {
      placeApart(names);
    }
  }

  /** Places what a step computes, if it is not placed yet, each by itself. */
  void placeApart(List<String> names) {
    names.stream().filter(name -> !slots.containsKey(name)).forEach(this::keep);
  }

  private void keep(String name) {
    inner.add(new Inner(name, graph.signature(name).channels()));
    put(name, Slot.Home.INNER, inner.size() - 1);
  }

  private void put(String name, Slot.Home home, int index) {
    slots.put(name, new Slot(home, index, 0, graph.signature(name).channels()));
    if (graph.node(name) instanceof Node.Concat concat) {
      putSideBySide(concat.branches(), home, index);
    }
  }

  private int putSideBySide(List<String> names, Slot.Home home, int index) {
    int offset = 0;
    for (String name : names) {
      int channels = graph.signature(name).channels();
      slots.put(name, new Slot(home, index, offset, channels));
      offset += channels;
    }
    return offset;
  }

  /** Where that can be read: in one place, or branch by branch. */
  List<Slot> read(String name) {
    return isInPieces(name)
        ? graph.node(name).reads().stream().map(this::slot).toList()
        : List.of(slot(name));
  }

  /** Whether that is a concat that lies in pieces. */
  boolean isInPieces(String name) {
    return graph.node(name) instanceof Node.Concat && !slots.containsKey(name);
  }

  Slot slot(String name) {
    return Objects.requireNonNull(slots.get(name));
  }

  /** The tensors that the network keeps, in the order of {@link Slot#index}. */
  List<Inner> inner() {
    return List.copyOf(inner);
  }
}
