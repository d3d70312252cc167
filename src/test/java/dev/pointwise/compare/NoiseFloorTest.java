package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseFloorTest {
  /** By tables, Student's t with 10 degrees of freedom exceeds 3.5814 once in 400 times. */
  @Test
  void isThePredictionIntervalOfCasesMeasuredTwice() {
    double[] ratios = DoubleStream.iterate(1.02, r -> 1 / r).limit(10).toArray();

    NoiseFloor floor = hot(ratios);

    assertEquals(
        Math.pow(1.02, 3.5814 * NoiseFloor.BETWEEN_RUNS) - 1, floor.pooled().effect(), 1e-5);
    assertTrue(floor.pooled().source().contains("10 cases measured twice"));
  }

  @Test
  void isNeverBelowTheLeast() {
    assertEquals(
        NoiseFloor.LEAST,
        hot(DoubleStream.iterate(1, r -> r).limit(20).toArray()).pooled().effect());
  }

  @Test
  void isAtLeastTheDefaultWhereTooLittleWasMeasuredTwice() {
    NoiseFloor few = hot(1.01, 1.01, 1.01);

    assertEquals(NoiseFloor.DEFAULT, few.pooled().effect());
    assertTrue(few.pooled().source().contains("too little"), few.pooled().source());
    assertEquals(Math.pow(1.1, NoiseFloor.FOR_HALVES) - 1, hot(1.1).pooled().effect(), 1e-9);
  }

  @Test
  void goesByHalvesWhereNothingWasMeasuredTwice() {
    RunResults quiet = results(Map.of(Series.HOT, Rows.around(1, 20)));
    RunResults drifting =
        results(
            Map.of(
                Series.HOT,
                Rows.samples(IntStream.range(0, 20).mapToDouble(i -> i < 10 ? 1 : 1.1).toArray())));

    Floor byDefault = NoiseFloor.of(List.of(quiet), "cpu", false).pooled();
    Floor byHalves = NoiseFloor.of(List.of(quiet, drifting), "cpu", false).pooled();

    assertEquals(NoiseFloor.DEFAULT, byDefault.effect());
    assertTrue(byDefault.source().contains("nothing"), byDefault.source());
    assertEquals(Math.pow(1.1, NoiseFloor.FOR_HALVES) - 1, byHalves.effect(), 1e-9);
    assertTrue(byHalves.source().contains("halves"), byHalves.source());
  }

  @Test
  void isNeverBelowWhatTheCaseItselfShowed() {
    double[] ratios = DoubleStream.iterate(1, r -> r).limit(50).toArray();
    ratios[0] = 1.2;
    RunResults results = twice(Series.HOT, Series.HOT_AGAIN, ratios);
    NoiseFloor floor = NoiseFloor.of(List.of(results), "cpu", false);
    CaseRow loud = results.rows().get(0);
    CaseRow quiet = results.rows().get(1);

    assertEquals(0.2, floor.of(quiet, loud).effect(), 1e-9);
    assertEquals(floor.pooled(), floor.of(quiet, quiet));
  }

  @Test
  void tellsColdFromHotAndBackendsApart() {
    double[] ratios = DoubleStream.iterate(1.05, r -> 1 / r).limit(10).toArray();
    List<RunResults> cold = List.of(twice(Series.COLD, Series.COLD_AGAIN, ratios));

    assertTrue(NoiseFloor.of(cold, "cpu", true).pooled().effect() > 0.2);
    assertEquals(NoiseFloor.DEFAULT, NoiseFloor.of(cold, "cpu", false).pooled().effect());
    assertEquals(NoiseFloor.DEFAULT, NoiseFloor.of(cold, "cuda", true).pooled().effect());
  }

  private static NoiseFloor hot(double... ratios) {
    return NoiseFloor.of(List.of(twice(Series.HOT, Series.HOT_AGAIN, ratios)), "cpu", false);
  }

  private static RunResults twice(Series first, Series again, double... ratios) {
    return Rows.results(
        IntStream.range(0, ratios.length)
            .mapToObj(
                i ->
                    Rows.row(
                        Rows.key(i),
                        Map.of(first, Rows.around(1, 20), again, Rows.around(ratios[i], 20))))
            .toArray(CaseRow[]::new));
  }

  private static RunResults results(Map<Series, Measurement> times) {
    return Rows.results(Rows.row(Rows.key(0), times));
  }
}
