package dev.pointwise.compare;

import dev.pointwise.results.RunResults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The noise floors of two sets of results, each found when first asked for. */
final class Floors {
  private final List<RunResults> results;
  private final Map<Id, NoiseFloor> found = new HashMap<>();

  private record Id(String backend, boolean cold) {}

  Floors(RunResults baseline, RunResults candidate) {
    this.results = List.of(baseline, candidate);
  }

  NoiseFloor of(String backend, boolean cold) {
    return found.computeIfAbsent(
        new Id(backend, cold), id -> NoiseFloor.of(results, id.backend(), id.cold()));
  }
}
