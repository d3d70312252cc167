package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a network runs, in order, and the tensors that it keeps in between. Layers without a
 * residual and without groups, not quantized, that read the same tensor, and have stride, precision
 * and layouts in common, run as siblings; where their activation is the same, their results lie
 * side by side.
 *
 * @param steps what runs, each behind what it needs
 * @param inner the tensors in between, in the order of {@link Slot#index}
 */
record Schedule(List<Step> steps, List<Inner> inner) {
  Schedule {
    steps = List.copyOf(steps);
    inner = List.copyOf(inner);
  }

  /** Which layers go together: what they read, and what siblings have in common. */
  private record Group(String input, SiblingKind kind) {}

  static Schedule of(Graph graph) {
    Placement placement = new Placement(graph);
    Map<Object, List<Node.Conv>> groups = new LinkedHashMap<>();
    for (Node.Conv conv : graph.convs()) {
      ConvSpec spec = conv.spec();
      boolean alone =
          conv.residual() != null
              || spec.groups() != 1
              || spec.precision().quantized()
              || placement.isInPieces(conv.input());
      Object group = alone ? conv : new Group(conv.input(), SiblingKind.of(spec));
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(conv);
    }
    for (List<Node.Conv> layers : groups.values()) {
      List<String> names = layers.stream().map(Node.Conv::name).toList();
      if (layers.stream().map(layer -> layer.spec().activation()).distinct().count() == 1) {
        placement.placeTogether(names);
      } else {
        placement.placeApart(names);
      }
    }
    List<Step> steps = groups.values().stream().map(layers -> step(placement, layers)).toList();
    return new Schedule(steps, placement.inner());
  }

  private static Step step(Placement placement, List<Node.Conv> layers) {
    Node.Conv first = layers.getFirst();
    return new Step(
        layers,
        placement.read(first.input()),
        first.residual() == null ? null : placement.slot(first.residual()),
        layers.stream().map(layer -> placement.slot(layer.name())).toList());
  }

  /** How many matrix products the device computes: a concat read by branches has one for each. */
  int products() {
    return steps.stream().mapToInt(step -> step.sources().size()).sum();
  }

  /** From the first to the last step that touches each of the tensors in between. */
  List<Lifespan> lifespans() {
    Map<Integer, Lifespan> spans = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Lifespan now = new Lifespan(i, i);
      steps
          .get(i)
          .slots()
          .filter(slot -> slot.home() == Slot.Home.INNER)
          .forEach(slot -> spans.merge(slot.index(), now, Lifespan::until));
    }
    List<Lifespan> ordered = new ArrayList<>();
    for (int i = 0; i < inner.size(); i++) {
      ordered.add(Objects.requireNonNull(spans.get(i)));
    }
    return ordered;
  }
}
