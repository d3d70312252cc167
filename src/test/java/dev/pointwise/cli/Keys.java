package dev.pointwise.cli;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Cost;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Outcome;
import dev.pointwise.results.Series;
import dev.pointwise.results.Work;
import java.util.List;
import java.util.Map;

/** Made-up cases for progress to be told of. */
final class Keys {
  private Keys() {}

  static CaseKey key(int channels) {
    return new CaseKey(Fuse.EPILOGUE, "n1c" + channels + "h8w8k64+bias+relu", "f32", "nchw");
  }

  static CaseRow measured(CaseKey key) {
    Measurement cold = Measurement.of(List.of(3e-3, 4e-3, 5e-3), 1, "stable");
    Measurement hot = Measurement.of(List.of(1e-3, 1e-3, 1e-3), 1, "stable");
    return row(
        key,
        new Outcome(Outcome.Status.MEASURED, null, List.of()),
        Map.of(Series.COLD, cold, Series.HOT, hot));
  }

  static CaseRow without(CaseKey key, Outcome.Status status, String reason) {
    return row(key, new Outcome(status, reason, List.of()), Map.of());
  }

  private static CaseRow row(CaseKey key, Outcome outcome, Map<Series, Measurement> times) {
    return new CaseRow(
        0,
        key,
        List.of(),
        new Work(1, 1, 1),
        outcome,
        null,
        times,
        Map.of(),
        new Cost(0, 0, 0),
        List.of());
  }
}
