package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalJudgeTest {
  private static final double FLOOR = 0.05;

  private final TotalJudge judge = new TotalJudge(Series.HOT, FLOOR);

  @Test
  void isTheSameWithinTheFloor() {
    add(1, 1.04, Verdict.SAME);
    add(2, 2.02, Verdict.SAME);

    is(Verdict.SAME, "");
  }

  @Test
  void isWhatTheRowsShow() {
    add(1, 1, Verdict.SAME);
    add(1, 1.5, Verdict.SLOW);

    is(Verdict.SLOW, "");
  }

  @Test
  void isAmbiguousWhereNoRowShowsTheChange() {
    add(1, 1.5, Verdict.AMBIGUOUS);
    add(1, 1.1, Verdict.SLOW);

    is(Verdict.AMBIGUOUS, "less than half");
  }

  @Test
  void isAmbiguousWhereTotalAndMeanContradict() {
    add(100, 110, Verdict.SLOW);
    add(1, 0.5, Verdict.FAST);

    is(Verdict.AMBIGUOUS, "other way");
  }

  @Test
  void isAmbiguousWhereOnlyTheMeanMoves() {
    add(100, 101, Verdict.SAME);
    add(1, 2, Verdict.SLOW);

    is(Verdict.AMBIGUOUS, "the total stays");
  }

  @Test
  void isNothingWithoutRows() {
    assertTrue(judge.total().isEmpty());
  }

  private void add(double old, double fresh, Verdict verdict) {
    Measurement before = Rows.around(old, 20);
    Measurement now = Rows.around(fresh, 20);
    SeriesComparison row =
        SeriesJudge.judge(Series.HOT, before, now, new Floor(FLOOR, "made up"), 1, List.of());
    judge.add(new SeriesComparison(Series.HOT, before, now, row.evidence(), verdict, List.of()), 1);
  }

  private void is(Verdict verdict, String reason) {
    Total total = judge.total().orElseThrow();
    assertEquals(verdict, total.verdict(), total.toString());
    assertTrue(total.reason().contains(reason), total.reason());
  }
}
