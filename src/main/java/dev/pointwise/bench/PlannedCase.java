package dev.pointwise.bench;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Use;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A case to be measured.
 *
 * @param benchCase the case
 * @param uses where it occurs
 */
public record PlannedCase(BenchCase benchCase, List<Use> uses) {
  /** Copies the uses. */
  public PlannedCase {
    uses = List.copyOf(uses);
  }

  /** A row of a network's table before its length is known. */
  private record Row(BenchCase benchCase, String layer, int repeat) {}

  /**
   * The cases that those networks come to, each once, in the order in which they first occur.
   *
   * @param fuses how much of a network is one call; for each, every network is there once
   */
  public static List<PlannedCase> of(List<Network> networks, Set<Fuse> fuses) {
    Map<CaseKey, PlannedCase> planned = new LinkedHashMap<>();
    for (Network network : networks) {
      for (Fuse fuse : EnumSet.copyOf(fuses)) {
        add(planned, network, fuse);
      }
    }
    return List.copyOf(planned.values());
  }

  private static void add(Map<CaseKey, PlannedCase> planned, Network network, Fuse fuse) {
    List<Row> rows = rows(network, fuse);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Use use =
          new Use(
              network.suite().name(),
              network.batch().orElse(0),
              fuse,
              row.layer(),
              row.repeat(),
              i,
              rows.size());
      planned.merge(
          row.benchCase().key(), new PlannedCase(row.benchCase(), List.of(use)), PlannedCase::and);
    }
  }

  private PlannedCase and(PlannedCase same) {
    List<Use> both = new ArrayList<>(uses);
    both.addAll(same.uses());
    return new PlannedCase(benchCase, both);
  }

  private static List<Row> rows(Network network, Fuse fuse) {
    List<SuiteLayer> layers = network.suite().layers();
    return switch (fuse) {
      case NONE ->
          layers.stream().map(each -> row(network.layerCase(each).product(), each)).toList();
      case EPILOGUE -> layers.stream().map(each -> row(network.layerCase(each), each)).toList();
      case SIBLINGS ->
          SiblingGroups.of(network).stream().map(group -> row(network, group)).toList();
      case NETWORK -> List.of(new Row(new NetworkCase(network), network.suite().name(), 1));
    };
  }

  private static Row row(LayerCase layerCase, SuiteLayer layer) {
    return new Row(layerCase, layer.name(), layer.repeat());
  }

  private static Row row(Network network, List<SuiteLayer> group) {
    SuiteLayer first = group.getFirst();
    if (group.size() == 1) {
      return row(network.layerCase(first), first);
    }
    BenchCase siblings =
        new SiblingCase(
            group.stream().map(layer -> network.layerCase(layer).shape()).toList(),
            network.precision(),
            network.layout());
    String names = String.join(" + ", group.stream().map(SuiteLayer::name).toList());
    return new Row(siblings, names, first.repeat());
  }
}
