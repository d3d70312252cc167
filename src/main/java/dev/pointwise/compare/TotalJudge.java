package dev.pointwise.compare;

import dev.pointwise.results.Series;
import java.util.Optional;

/**
 * Gives the verdict on the times of several rows, added up. The total decides: within the floor it
 * is the SAME, unless the geometric mean of the rows' ratios is not. Beyond it, the total is FAST
 * or SLOW if the geometric mean goes the same way, and rows with that verdict account for at least
 * half of the change.
 */
final class TotalJudge {
  private static final double PART = 0.5;

  private final Series series;
  private final double floor;
  private int rows;
  private int weight;
  private double logs;
  private double baseline;
  private double candidate;
  private double faster;
  private double slower;

  TotalJudge(Series series, double floor) {
    this.series = series;
    this.floor = floor;
  }

  /** Adds a row that counts so often. */
  void add(SeriesComparison row, int times) {
    double old = times * row.baseline().statistics().median();
    double fresh = times * row.candidate().statistics().median();
    rows++;
    weight += times;
    logs += times * Math.log(row.evidence().ratio());
    baseline += old;
    candidate += fresh;
    if (row.verdict() == Verdict.FAST) {
      faster += fresh - old;
    } else if (row.verdict() == Verdict.SLOW) {
      slower += fresh - old;
    }
  }

  /** What they come to; empty if there are no rows. */
  Optional<Total> total() {
    if (rows == 0) {
      return Optional.empty();
    }
    double mean = Math.exp(logs / weight);
    double ratio = candidate / baseline;
    if (Evidence.effect(ratio) <= floor) {
      return Evidence.effect(mean) <= floor
          ? total(mean, Verdict.SAME, "")
          : total(mean, Verdict.AMBIGUOUS, "the total stays, the mean of the ratios does not");
    }
    Verdict direction = Verdict.direction(ratio);
    if (direction != Verdict.direction(mean)) {
      return total(mean, Verdict.AMBIGUOUS, "the mean of the ratios goes the other way");
    }
    double shown = direction == Verdict.FAST ? faster : slower;
    return shown / (candidate - baseline) >= PART
        ? total(mean, direction, "")
        : total(
            mean,
            Verdict.AMBIGUOUS,
            "rows that are " + direction + " account for less than half of the change");
  }

  private Optional<Total> total(double mean, Verdict verdict, String reason) {
    return Optional.of(new Total(series, rows, baseline, candidate, mean, floor, verdict, reason));
  }
}
