package dev.pointwise.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series.
 *
 * @param samples seconds for one run, in the order they were taken
 * @param at when each was taken, in seconds since the benchmark began
 * @param runs how many runs each sample is the mean of
 * @param stop the rule that ended them, in its own words
 * @param discarded how many more were taken and thrown away, by reason
 * @param disturbed whether the samples kept were disturbed like those thrown away, because there
 *     were hardly any others
 * @param clock median clock of the processing units meanwhile, in MHz, where it is known
 * @param pace median of the seconds that the device took meanwhile for a piece of arithmetic that
 *     is always the same, where it is known
 * @param phases into what the time from host to host splits; null for anything else
 */
public record Measurement(
    List<Double> samples,
    List<Double> at,
    int runs,
    String stop,
    Map<String, Integer> discarded,
    boolean disturbed,
    OptionalDouble clock,
    OptionalDouble pace,
    @Nullable Phases phases) {
  /**
   * Copies what could change.
   *
   * @throws IllegalArgumentException if there are no samples, or not as many times as samples
   */
  public Measurement {
    samples = List.copyOf(samples);
    at = List.copyOf(at);
    discarded = Collections.unmodifiableMap(new TreeMap<>(discarded));
    if (samples.isEmpty() || at.size() != samples.size()) {
      throw new IllegalArgumentException(
          "samples are "
              + samples.size()
              + " at "
              + at.size()
              + " times, expected at least 1 and as many times");
    }
  }

  /** Samples taken one right behind the other, with nothing else known of them. */
  public static Measurement of(List<Double> samples, int runs, String stop) {
    List<Double> at = new ArrayList<>();
    double end = 0;
    for (double seconds : samples) {
      at.add(end);
      end += seconds * runs;
    }
    return new Measurement(
        samples,
        at,
        runs,
        stop,
        Map.of(),
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        null);
  }

  /** What they come to. */
  public Statistics statistics() {
    return Statistics.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** How many samples were thrown away. */
  public int discardedSamples() {
    return discarded.values().stream().mapToInt(Integer::intValue).sum();
  }
}
