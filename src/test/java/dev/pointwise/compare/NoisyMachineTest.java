package dev.pointwise.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.compare.NoisyMachine.Load;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often verdicts are wrong and right on machines whose noise is known. */
class NoisyMachineTest {
  private static final int CASES = 40;
  private static final int PAIRS = 25;
  private static final NoisyMachine QUIET = new NoisyMachine(0.005, 0.02, 0, 0.002, 0.002);
  private static final NoisyMachine USUAL = new NoisyMachine(0.01, 0.05, 0.005, 0.004, 0.003);

  static List<NoisyMachine> machines() {
    return List.of(
        QUIET,
        USUAL,
        new NoisyMachine(0.02, 0.05, 0.01, 0.01, 0.005),
        new NoisyMachine(0.03, 0.05, 0.02, 0.02, 0.02),
        new NoisyMachine(0.05, 0.10, 0.03, 0.03, 0.02),
        new NoisyMachine(0.10, 0.10, 0.05, 0.05, 0.03),
        new NoisyMachine(0.02, 0.05, 0, 0.01, 0.03));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void twoRunsOfTheSameDifferInNoMoreThanOneRowOfAHundred(NoisyMachine machine) throws Exception {
    for (boolean twice : new boolean[] {true, false}) {
      for (int samples : new int[] {12, 40}) {
        Counts counts = count(machine, new Load(CASES, samples, twice), 1);

        assertTrue(
            100 * (counts.fast() + counts.slow()) <= counts.all(),
            counts + " of " + samples + " samples" + (twice ? ", measured twice" : ""));
      }
    }
  }

  /** A quarter of the rows really is slower. */
  @Test
  void whatReallyIsSlowerComesOutSlow() throws Exception {
    Load load = new Load(CASES, 30, true);

    assertEquals(1, count(QUIET, load, 1.05).part(Verdict.SLOW), 0.01);
    assertEquals(1, count(USUAL, load, 1.1).part(Verdict.SLOW), 0.01);
    assertEquals(1, count(USUAL, load, 1 / 1.1).part(Verdict.FAST), 0.01);
    assertEquals(1, count(QUIET, new Load(CASES, 30, false), 1.2).part(Verdict.SLOW), 0.01);
  }

  /** What all rows have in common counts, too, once it is more than machines do. */
  @Test
  void whatIsSlowerAsAWholeComesOutSlow() throws Exception {
    SplittableRandom random = new SplittableRandom(11);
    Load load = new Load(CASES, 30, true);
    RunResults before = QUIET.run(load, 1, random);
    RunResults slower = QUIET.run(load, 1.15, random);

    Comparison comparison = Comparison.of(before, slower, false);

    assertEquals(CASES, comparison.count(Verdict.SLOW));
    assertEquals(Verdict.SLOW, comparison.suites().getFirst().verdict());
  }

  @Test
  void oneSeedGivesOneResult() throws Exception {
    Load load = new Load(5, 10, false);

    assertEquals(count(QUIET, load, 1.1), count(QUIET, load, 1.1));
  }

  /** Verdicts on the rows that were slowed down; on all rows if none was. */
  private record Counts(int fast, int same, int slow, int ambiguous) {
    Counts plus(Verdict verdict) {
      return new Counts(
          fast + (verdict == Verdict.FAST ? 1 : 0),
          same + (verdict == Verdict.SAME ? 1 : 0),
          slow + (verdict == Verdict.SLOW ? 1 : 0),
          ambiguous + (verdict == Verdict.AMBIGUOUS ? 1 : 0));
    }

    int all() {
      return fast + same + slow + ambiguous;
    }

    double part(Verdict verdict) {
      return (double) (verdict == Verdict.FAST ? fast : slow) / all();
    }
  }

  private static Counts count(NoisyMachine machine, Load load, double slowdown) throws Exception {
    SplittableRandom random = new SplittableRandom(42);
    int slowed = slowdown == 1 ? load.cases() : load.cases() / 4;
    Counts counts = new Counts(0, 0, 0, 0);
    for (int pair = 0; pair < PAIRS; pair++) {
      RunResults before = machine.run(load, 1, random);
      RunResults now = machine.run(new Load(load.cases(), load.samples(), false), 1, random);
      Comparison comparison = Comparison.of(before, slowed(now, slowed, slowdown), false);
      for (int row = 0; row < slowed; row++) {
        counts = counts.plus(comparison.rows().get(row).verdict());
      }
    }
    return counts;
  }

  private static RunResults slowed(RunResults results, int first, double slowdown) {
    List<CaseRow> rows = new ArrayList<>(results.rows());
    for (int i = 0; i < first; i++) {
      Map<Series, Measurement> times = new EnumMap<>(Series.class);
      rows.get(i)
          .times()
          .forEach(
              (series, time) ->
                  times.put(
                      series,
                      Rows.samples(
                          time.samples().stream().mapToDouble(s -> slowdown * s).toArray())));
      rows.set(i, Rows.row(rows.get(i).key(), times));
    }
    return new RunResults(results.runs(), rows);
  }
}
