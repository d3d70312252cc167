package dev.pointwise.results;

import dev.pointwise.backend.PlanExplanation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one case on one backend.
 *
 * @param run which of the runs it belongs to, from 0 on
 * @param key which case
 * @param uses where it occurs
 * @param work what a run of it has to do
 * @param outcome what became of it
 * @param plan how the backend computed it; null where there is no measurement or no one plan
 * @param times the samples; empty unless it was measured
 * @param facts what else is to be known of it, such as how many calls a network takes
 * @param cost what it took to find this out
 * @param replay what follows {@code pointwise} on the command line that measures exactly this again
 */
public record CaseRow(
    int run,
    CaseKey key,
    List<Use> uses,
    Work work,
    Outcome outcome,
    @Nullable PlanExplanation plan,
    Map<Series, Measurement> times,
    Map<String, Long> facts,
    Cost cost,
    List<String> replay) {
  /**
   * Copies what could change.
   *
   * @throws IllegalArgumentException if there are times though it was not measured, or none though
   *     it was
   */
  public CaseRow {
    uses = List.copyOf(uses);
    Map<Series, Measurement> sorted = new EnumMap<>(Series.class);
    sorted.putAll(times);
    times = Collections.unmodifiableMap(sorted);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    replay = List.copyOf(replay);
    if (times.isEmpty() == (outcome.status() == Outcome.Status.MEASURED)) {
      throw new IllegalArgumentException(
          "times are of "
              + times.keySet()
              + ", expected some exactly where a case was measured: "
              + outcome);
    }
  }

  /** The samples of that series, if there are any. */
  public Optional<Measurement> time(Series series) {
    return Optional.ofNullable(times.get(series));
  }
}
