package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Gives the verdict on one series of a case. */
final class SeriesJudge {
  /**
   * Clocks that differ by more than this part forbid a verdict. What less does is below the least
   * floor.
   */
  static final double CLOCKS = NoiseFloor.LEAST;

  private SeriesJudge() {}

  /**
   * The comparison of two sets of samples.
   *
   * @param conditions why there can be no verdict, apart from what the samples show; may be empty
   */
  static SeriesComparison judge(
      Series series,
      Measurement baseline,
      Measurement candidate,
      Floor floor,
      double shift,
      List<String> conditions) {
    Evidence evidence = evidence(baseline, candidate, floor, shift);
    List<String> reasons = new ArrayList<>(conditions);
    reasons.addAll(disturbances("baseline", baseline));
    reasons.addAll(disturbances("candidate", candidate));
    if (evidence.clocks().isPresent() && differ(evidence.clocks().getAsDouble())) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "clocks were %.0f MHz in the baseline and %.0f MHz in the candidate, expected within"
                  + " %.0f %%",
              baseline.clock().orElseThrow(),
              candidate.clock().orElseThrow(),
              100 * CLOCKS));
    }
    boolean exceeds = evidence.effect() > floor.effect();
    if (exceeds) {
      reasons.addAll(missing(evidence));
    } else if (evidence.paceEffect() > floor.effect()) {
      reasons.add(pace(evidence) + ", and the times did not follow");
    }
    Verdict verdict =
        !reasons.isEmpty()
            ? Verdict.AMBIGUOUS
            : exceeds ? Verdict.direction(evidence.ratio()) : Verdict.SAME;
    return new SeriesComparison(series, baseline, candidate, evidence, verdict, reasons);
  }

  private static Evidence evidence(
      Measurement baseline, Measurement candidate, Floor floor, double shift) {
    return new Evidence(
        candidate.statistics().median() / baseline.statistics().median(),
        MedianInterval.of(baseline),
        MedianInterval.of(candidate),
        RankTest.p(baseline, candidate),
        floor,
        shift,
        ratio(baseline.clock(), candidate.clock()),
        ratio(baseline.pace(), candidate.pace()));
  }

  private static OptionalDouble ratio(OptionalDouble before, OptionalDouble now) {
    return before.isPresent() && now.isPresent()
        ? OptionalDouble.of(now.getAsDouble() / before.getAsDouble())
        : OptionalDouble.empty();
  }

  private static boolean differ(double ratio) {
    return Evidence.effect(ratio) > CLOCKS;
  }

  /** Why a measurement allows no verdict, whatever it is compared with. */
  static List<String> disturbances(String which, Measurement measurement) {
    List<String> reasons = new ArrayList<>();
    if (measurement.disturbed()) {
      reasons.add("the samples of the " + which + " were disturbed");
    }
    if (measurement.samples().size() < MedianInterval.LEAST_SAMPLES) {
      reasons.add(
          "samples of the "
              + which
              + " are "
              + measurement.samples().size()
              + ", expected at least "
              + MedianInterval.LEAST_SAMPLES);
    }
    return reasons;
  }

  /** What speaks against a difference that the medians show. */
  private static List<String> missing(Evidence evidence) {
    List<String> reasons = new ArrayList<>();
    Optional<Interval> before = evidence.baseline();
    Optional<Interval> now = evidence.candidate();
    if (before.isPresent() && now.isPresent() && !evidence.apart()) {
      reasons.add(
          "the medians lie in "
              + text(before.get())
              + " and "
              + text(now.get())
              + ", which overlap");
    }
    if (evidence.p() >= RankTest.LEVEL) {
      reasons.add(
          String.format(Locale.ROOT, "p is %.2g, expected below %s", evidence.p(), RankTest.LEVEL));
    }
    if (evidence.effect() <= evidence.least()) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%s; an effect of more than %.0f %% would count",
              pace(evidence),
              100 * evidence.least()));
    }
    if (evidence.shared()) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "half of the cases sampled with it differ by %+.1f %% or more, as if the machine did",
              100 * (evidence.shift() - 1)));
    }
    return reasons;
  }

  private static String pace(Evidence evidence) {
    return String.format(
        Locale.ROOT,
        "the same arithmetic took %+.1f %% on the machine meanwhile",
        100 * (evidence.pace().orElse(1) - 1));
  }

  private static String text(Interval interval) {
    return "["
        + Units.seconds(interval.low()).strip()
        + ", "
        + Units.seconds(interval.high()).strip()
        + "]";
  }
}
