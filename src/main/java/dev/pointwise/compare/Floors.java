package dev.pointwise.compare;

import dev.pointwise.results.RunResults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The noise floors of two sets of results, each found when first asked for. */
final class Floors {
  private final List<RunResults> results;
  private final Map<Id, NoiseFloor> found = new LinkedHashMap<>();

  /** What each floor that was asked for is, in a line. */
  List<String> notes() {
    return found.entrySet().stream().map(each -> note(each.getKey(), each.getValue())).toList();
  }

  private static String note(Id id, NoiseFloor floor) {
    return String.format(
        Locale.ROOT,
        "the noise floor of %s %s is %.1f %%: %s",
        id.backend(),
        id.cold() ? "cold" : "hot",
        100 * floor.pooled().effect(),
        floor.pooled().source());
  }

  private record Id(String backend, boolean cold) {}

  Floors(RunResults baseline, RunResults candidate) {
    this.results = List.of(baseline, candidate);
  }

  NoiseFloor of(String backend, boolean cold) {
    return found.computeIfAbsent(
        new Id(backend, cold), id -> NoiseFloor.of(results, id.backend(), id.cold()));
  }
}
