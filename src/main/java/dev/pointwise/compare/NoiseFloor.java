package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much the medians of one backend differ without a reason, cold or hot.
 *
 * <p>Where cases were measured twice in one run, d = ln(median again ÷ median) is such a
 * difference. If those of all cases are normal around 0, the next one exceeds t·√(mean of d²) in a
 * {@link #PART} of all cases, t being that quantile of Student's distribution with as many degrees
 * of freedom as there are d (the prediction interval of one more value). Two runs differ in more
 * than two measurements in one do, such as where memory lies, so this is multiplied by {@link
 * #BETWEEN_RUNS}. Where fewer than {@link #ENOUGH} cases were measured twice, the second half of
 * the samples stands in for the second measurement; it sees less, so the factor is {@link
 * #FOR_HALVES}, and the floor at least {@link #DEFAULT}; of fewer than {@link #ENOUGH} differences
 * in all, the greatest takes the quantile's place. No floor is below {@link #LEAST}, and none below
 * what the case itself showed.
 */
final class NoiseFloor {
  /** Half of the one in a hundred that is promised for a row: cold and hot have one each. */
  static final double PART = 0.005;

  /**
   * By how much runs differ more than measurements in one run: 1.0 to 1.8 times on a busy machine,
   * with a margin.
   */
  static final double BETWEEN_RUNS = 2.0;

  /** By how much runs differ more than halves of one measurement. */
  static final double FOR_HALVES = 3;

  /** What the layout of code and memory alone may do, however quiet the machine. */
  static final double LEAST = 0.02;

  /** The least where too little was measured twice. */
  static final double DEFAULT = 0.10;

  /** How many differences are enough to tell their scale. */
  static final int ENOUGH = 8;

  private final Floor pooled;
  private final boolean cold;

  private NoiseFloor(Floor pooled, boolean cold) {
    this.pooled = pooled;
    this.cold = cold;
  }

  /**
   * The floor that the rows of a backend show.
   *
   * @param results the baseline's and the candidate's
   */
  static NoiseFloor of(List<RunResults> results, String backend, boolean cold) {
    List<Double> twice = new ArrayList<>();
    List<Double> halves = new ArrayList<>();
    for (RunResults each : results) {
      for (CaseRow row : each.rows()) {
        if (each.run(row).backend().backend().equals(backend) && !each.impossible(row)) {
          twice(row, cold).ifPresent(twice::add);
          row.time(first(cold))
              .filter(NoiseFloor::sound)
              .map(Halves::of)
              .ifPresent(half -> halves.add(half.difference()));
        }
      }
    }
    return new NoiseFloor(pooled(twice, halves), cold);
  }

  private static Floor pooled(List<Double> twice, List<Double> halves) {
    if (twice.size() >= ENOUGH) {
      double effect = Math.expm1(BETWEEN_RUNS * quantile(twice) * scale(twice));
      String what = twice.size() + " cases measured twice";
      return effect < LEAST
          ? new Floor(LEAST, "the least there is, above that of " + what)
          : new Floor(effect, what);
    }
    List<Double> all = new ArrayList<>(twice);
    all.addAll(halves);
    double most = all.size() >= ENOUGH ? quantile(all) * scale(all) : greatest(all);
    double effect = Math.expm1(FOR_HALVES * most);
    String few = (twice.isEmpty() ? "nothing usable" : "too little usable") + " was measured twice";
    return effect < DEFAULT
        ? new Floor(DEFAULT, "the default: " + few)
        : new Floor(effect, "halves of samples: " + few);
  }

  private static double quantile(List<Double> differences) {
    return TDistribution.of(differences.size()).inverseSurvivalProbability(PART / 2);
  }

  private static double scale(List<Double> differences) {
    return Math.sqrt(differences.stream().mapToDouble(d -> d * d).sum() / differences.size());
  }

  private static double greatest(List<Double> differences) {
    return differences.stream().mapToDouble(Math::abs).max().orElse(0);
  }

  private static Series first(boolean cold) {
    return cold ? Series.COLD : Series.HOT;
  }

  private static OptionalDouble twice(CaseRow row, boolean cold) {
    Measurement first = row.times().get(first(cold));
    Measurement again = row.times().get(cold ? Series.COLD_AGAIN : Series.HOT_AGAIN);
    return first == null || again == null || !sound(first) || !sound(again)
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.log(again.statistics().median() / first.statistics().median()));
  }

  /** Whether a verdict could be given on it. */
  private static boolean sound(Measurement time) {
    return SeriesJudge.disturbances("", time).isEmpty();
  }

  /** The floor of several rows. */
  Floor pooled() {
    return pooled;
  }

  /** The floor of one row. */
  Floor of(CaseRow baseline, CaseRow candidate) {
    double own = Math.max(own(baseline), own(candidate));
    return own > pooled.effect() ? new Floor(own, "this case measured twice") : pooled;
  }

  private double own(CaseRow row) {
    return twice(row, cold).stream().map(d -> Math.expm1(Math.abs(d))).findAny().orElse(0);
  }
}
