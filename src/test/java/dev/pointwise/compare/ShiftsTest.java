package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShiftsTest {
  private static final int BLOCK = Shifts.LEAST_ROWS;

  /** Two blocks of cases, the second a minute behind the first. */
  private static RunResults run(IntToDoubleFunction seconds) {
    return Rows.results(
        IntStream.range(0, 2 * BLOCK)
            .mapToObj(
                i ->
                    Rows.row(
                        Rows.key(i),
                        Map.of(
                            Series.HOT,
                            later(Rows.around(seconds.applyAsDouble(i), 30), i < BLOCK ? 0 : 60))))
            .toArray(CaseRow[]::new));
  }

  private static Measurement later(Measurement measurement, double seconds) {
    List<Double> at = measurement.at().stream().map(each -> each + seconds).toList();
    return new Measurement(
        measurement.samples(),
        at,
        1,
        "enough",
        Map.of(),
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        null);
  }

  private static List<Verdict> verdicts(IntToDoubleFunction now) throws Exception {
    return Comparison.of(run(i -> 1e-3), run(now), false).rows().stream()
        .map(RowComparison::verdict)
        .toList();
  }

  @Test
  void whatAllRowsSampledAtOneTimeShareIsTheMachines() throws Exception {
    List<Verdict> found = verdicts(i -> i < BLOCK ? 1e-3 : 0.8e-3);
    assertEquals(List.of(Verdict.SAME), found.subList(0, BLOCK).stream().distinct().toList());
    assertEquals(
        List.of(Verdict.AMBIGUOUS), found.subList(BLOCK, 2 * BLOCK).stream().distinct().toList());
  }

  @Test
  void whatOneOfThemHasAloneIsItsOwn() throws Exception {
    List<Verdict> found = verdicts(i -> i == 0 ? 1.25e-3 : i < BLOCK ? 1e-3 : 0.8e-3);
    assertEquals(Verdict.SLOW, found.getFirst());
    assertTrue(found.subList(1, BLOCK).stream().allMatch(Verdict.SAME::equals), found.toString());
  }

  @Test
  void whereTooFewWereSampledAtOneTimeAllRowsTell() throws Exception {
    List<Verdict> found =
        Comparison.of(alone(i -> 1e-3), alone(i -> 0.8e-3), false).rows().stream()
            .map(RowComparison::verdict)
            .distinct()
            .toList();
    assertEquals(List.of(Verdict.AMBIGUOUS), found);
  }

  /** Cases one behind the other. */
  private static RunResults alone(IntToDoubleFunction seconds) {
    return Rows.results(
        IntStream.range(0, BLOCK)
            .mapToObj(
                i ->
                    Rows.row(
                        Rows.key(i),
                        Map.of(
                            Series.HOT,
                            later(Rows.around(seconds.applyAsDouble(i), 30), 60.0 * i))))
            .toArray(CaseRow[]::new));
  }
}
