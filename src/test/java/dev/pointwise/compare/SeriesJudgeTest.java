package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Series;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesJudgeTest {
  private static final Floor FLOOR = new Floor(0.05, "made up");

  @Test
  void isSlowOrFastOnAllTheEvidence() {
    SeriesComparison slow = judge(Rows.around(1, 20), Rows.around(1.1, 20));

    assertEquals(Verdict.SLOW, slow.verdict());
    assertEquals(List.of(), slow.reasons());
    assertEquals(1.1, slow.evidence().ratio(), 1e-9);
    assertEquals(Verdict.FAST, judge(Rows.around(1.1, 20), Rows.around(1, 20)).verdict());
  }

  @Test
  void isTheSameWithinTheFloorHoweverSure() {
    SeriesComparison close = judge(Rows.around(1, 200), Rows.around(1.04, 200));

    assertEquals(Verdict.SAME, close.verdict());
    assertTrue(close.evidence().apart(), "the intervals are apart");
    assertTrue(close.evidence().p() < RankTest.LEVEL, "p is below its level");
  }

  /** 1.06 times is above the floor both ways, 1 ÷ 1.06 too. */
  @Test
  void measuresTheEffectByTheShorterTime() {
    assertEquals(Verdict.SLOW, judge(Rows.around(1, 40), Rows.around(1.06, 40)).verdict());
    assertEquals(Verdict.FAST, judge(Rows.around(1.06, 40), Rows.around(1, 40)).verdict());
    assertEquals(Verdict.SAME, judge(Rows.around(1.04, 40), Rows.around(1, 40)).verdict());
  }

  @Test
  void isAmbiguousWhereIntervalsOverlap() {
    Measurement wide = samples(i -> 1 + 0.4 * i);
    Measurement wider = samples(i -> 1.1 + 0.4 * i);

    SeriesComparison unsure = judge(wide, wider);

    ambiguous(unsure, "overlap");
    assertTrue(unsure.evidence().p() < RankTest.LEVEL, "only the intervals speak against it");
  }

  /** Three of five new samples lie below all old ones, two above. */
  @Test
  void isAmbiguousWhereRanksShowNothing() {
    double[] split = IntStream.range(0, 200).mapToDouble(i -> i % 5 < 3 ? 1 : 9).toArray();

    SeriesComparison unsure = judge(Rows.around(1.5, 8), Rows.samples(split));

    ambiguous(unsure, "p is");
    assertTrue(unsure.evidence().apart(), "only the ranks speak against it");
  }

  @Test
  void isAmbiguousWithTooFewSamples() {
    ambiguous(judge(Rows.around(1, 7), Rows.around(2, 20)), "baseline", "7", "at least 8");
    ambiguous(judge(Rows.around(1, 20), Rows.around(1, 7)), "candidate", "7");
  }

  @Test
  void isAmbiguousWhereClocksDiffer() {
    Measurement fast = with(Rows.around(1, 20), false, OptionalDouble.of(1980));
    Measurement slow = with(Rows.around(1.1, 20), false, OptionalDouble.of(1755));
    Measurement near = with(Rows.around(1.1, 20), false, OptionalDouble.of(1950));
    Measurement unknown = Rows.around(1.1, 20);

    ambiguous(judge(fast, slow), "1980 MHz", "1755 MHz");
    assertEquals(Verdict.SLOW, judge(fast, near).verdict());
    assertEquals(Verdict.SLOW, judge(fast, unknown).verdict());
  }

  /** A floor of 5 % and a pace of 10 % come to 1.05 · 1.1². */
  @Test
  void isAmbiguousWhereTheMachineHadAnotherPace() {
    Measurement before = paced(Rows.around(1, 20), 2e-4);
    Measurement now = paced(Rows.around(1.25, 20), 2.2e-4);
    Measurement more = paced(Rows.around(1.3, 20), 2.2e-4);

    ambiguous(judge(before, now), "+10.0 %", "more than 27 %");
    ambiguous(judge(now, before), "-9.1 %", "more than 27 %");
    assertEquals(Verdict.SLOW, judge(before, more).verdict());
    assertEquals(Verdict.SLOW, judge(Rows.around(1, 20), now).verdict(), "unknown");
  }

  @Test
  void isNotTheSameWhereTheMachineAloneChanged() {
    Measurement before = paced(Rows.around(1, 20), 2e-4);

    ambiguous(judge(before, paced(Rows.around(1.02, 20), 2.2e-4)), "+10.0 %", "did not follow");
    assertEquals(
        Verdict.SAME, judge(before, paced(Rows.around(1.02, 20), 2.08e-4)).verdict(), "4 %");
  }

  @Test
  void isAmbiguousWhereSamplesWereDisturbed() {
    Measurement quiet = Rows.around(1, 20);
    Measurement disturbed = with(Rows.around(1, 20), true, OptionalDouble.empty());

    ambiguous(judge(disturbed, quiet), "baseline", "disturbed");
    ambiguous(judge(quiet, disturbed), "candidate", "disturbed");
  }

  @Test
  void isAmbiguousWhereAllCasesMovedAlike() {
    Measurement before = Rows.around(1, 20);
    Measurement now = Rows.around(1.1, 20);

    ambiguous(SeriesJudge.judge(Series.HOT, before, now, FLOOR, 1.08, List.of()), "+8.0 %");
    assertEquals(
        Verdict.SLOW,
        SeriesJudge.judge(Series.HOT, before, now, FLOOR, 1.02, List.of()).verdict(),
        "0.08 remains");
    assertEquals(
        Verdict.SLOW,
        SeriesJudge.judge(Series.HOT, before, Rows.around(1.2, 20), FLOOR, 1.2, List.of())
            .verdict(),
        "more than a machine does");
  }

  @Test
  void isAmbiguousForReasonsOfTheRow() {
    Measurement before = Rows.around(1, 20);

    ambiguous(
        SeriesJudge.judge(Series.HOT, before, before, FLOOR, 1, List.of("is impossible")),
        "is impossible");
  }

  private static SeriesComparison judge(Measurement baseline, Measurement candidate) {
    return SeriesJudge.judge(Series.HOT, baseline, candidate, FLOOR, 1, List.of());
  }

  private static void ambiguous(SeriesComparison comparison, String... words) {
    assertEquals(Verdict.AMBIGUOUS, comparison.verdict());
    String reasons = String.join("; ", comparison.reasons());
    for (String word : words) {
      assertTrue(reasons.contains(word), reasons);
    }
  }

  private static Measurement with(Measurement time, boolean disturbed, OptionalDouble clock) {
    return new Measurement(
        time.samples(),
        time.at(),
        1,
        "enough",
        Map.of(),
        disturbed,
        clock,
        OptionalDouble.empty(),
        null);
  }

  private static Measurement paced(Measurement time, double pace) {
    return new Measurement(
        time.samples(),
        time.at(),
        1,
        "enough",
        Map.of(),
        false,
        OptionalDouble.empty(),
        OptionalDouble.of(pace),
        null);
  }

  private interface Sample {
    double of(double part);
  }

  private static Measurement samples(Sample sample) {
    return Rows.samples(
        interleaved(IntStream.range(0, 41).mapToDouble(i -> sample.of(i / 40.0)).toArray()));
  }

  /** In an order that shows no drift. */
  private static double[] interleaved(double[] samples) {
    int count = samples.length;
    return IntStream.range(0, count).mapToDouble(i -> samples[i * 12 % count]).toArray();
  }
}
