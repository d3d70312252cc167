package dev.pointwise.bench;

import dev.pointwise.results.Measurement;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What became of a network.
 *
 * @param network the network
 * @param rows the result of each row of its suite, in the same order
 */
public record NetworkResult(Network network, List<CaseResult> rows) {
  /**
   * Copies the rows.
   *
   * @throws IllegalArgumentException if there are not as many as the suite has
   */
  public NetworkResult {
    rows = List.copyOf(rows);
    if (rows.size() != network.suite().layers().size()) {
      throw new IllegalArgumentException(
          "rows are " + rows.size() + ", expected " + network.suite().layers().size());
    }
  }

  /**
   * The time of one forward pass of all layers: the sum of the medians, each as often as its layer
   * is there. Empty if a row has no measurement.
   */
  public OptionalDouble forwardSeconds() {
    double seconds = 0;
    for (int i = 0; i < rows.size(); i++) {
      Measurement measurement = rows.get(i).measurement();
      if (measurement == null) {
        return OptionalDouble.empty();
      }
      seconds += network.suite().layers().get(i).repeat() * measurement.statistics().median();
    }
    return OptionalDouble.of(seconds);
  }

  /** Whether something was not measured that the backend can run here. */
  public boolean failed() {
    return rows.stream().anyMatch(row -> row.measurement() == null && !row.unsupported());
  }

  /** The floating-point operations of one forward pass. */
  public double flops() {
    double flops = 0;
    for (int i = 0; i < rows.size(); i++) {
      flops += network.suite().layers().get(i).repeat() * rows.get(i).layerCase().flops();
    }
    return flops;
  }
}
