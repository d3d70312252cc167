package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Statistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rows of a backend have in common: the median of their ratios, new ÷ old. A whole machine
 * may be slower from one run to the next, because of its temperature or of what else runs on it,
 * and nothing measured within one run can tell.
 */
final class Shifts {
  /** With fewer rows than this nothing can be said of what they have in common. */
  static final int LEAST_ROWS = 8;

  /** A shift of so many floors may be the machine's. */
  static final double MOST_FLOORS = 3;

  private final Map<Id, List<Double>> ratios = new HashMap<>();

  private record Id(String backend, Series series) {}

  Shifts(RunResults now, List<Pairing.Pair> pairs) {
    for (Pairing.Pair pair : pairs) {
      String backend = now.run(pair.candidate()).backend().backend();
      for (Map.Entry<Series, Measurement> each : pair.candidate().times().entrySet()) {
        pair.baseline()
            .time(each.getKey())
            .ifPresent(
                old ->
                    ratios
                        .computeIfAbsent(new Id(backend, each.getKey()), id -> new ArrayList<>())
                        .add(each.getValue().statistics().median() / old.statistics().median()));
      }
    }
  }

  /** The shift as a ratio; 1 if there are too few rows to say. */
  double of(String backend, Series series) {
    List<Double> all = ratios.getOrDefault(new Id(backend, series), List.of());
    return all.size() < LEAST_ROWS
        ? 1
        : Statistics.of(all.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }
}
