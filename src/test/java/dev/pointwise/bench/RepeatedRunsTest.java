package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.Rows;
import dev.pointwise.compare.Verdict;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Order;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Settings;
import dev.pointwise.results.Timing;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real runs of one build on the CPU, compared with each other. One run that something else slowed
 * down is in several pairs, so where a set of runs has too many verdicts, more sets join it, until
 * of all together no more than one row in a hundred has one. How many rows are AMBIGUOUS depends on
 * how busy the machine is, so of cases that really are slower one has to come out SLOW, and none
 * the SAME.
 */
@Tag("alone")
class RepeatedRunsTest {
  private static final int RUNS = 5;
  private static final int PAIRS = RUNS * (RUNS - 1) / 2;
  private static final int MOST_SETS = 6;
  private static final int SLOWED = 3;
  private static final int TIMES = 8;

  private static final Settings SETTINGS =
      new Settings(1, Fill.UNIFORM, Timing.DEVICE, Order.INTERLEAVED, 60, false, true);

  /** As usual, but as many samples on a busy machine as on an idle one. */
  private static final Sampling SAMPLING =
      new Sampling(
          new StoppingRule.Enough(16),
          0.1,
          0.01,
          0.001,
          Disturbances.anyOf(new GarbageCollections(), new Preemptions()),
          System::nanoTime);

  private static final List<String> SHAPES =
      List.of(
          "c16h14w14k32+bias+relu",
          "c32h14w14k32+bias+relu",
          "c64h14w14k16+bias+relu",
          "c64h14w14k64+bias+relu",
          "c128h7w7k32+bias+relu",
          "c128h7w7k128+bias+relu",
          "c256h7w7k64+bias+relu",
          "c48h14w14k48+bias",
          "c96h7w7k96+bias",
          "c24h28w28k24+bias",
          "c32h28w28k16+bias",
          "c512h7w7k32+bias");

  private static final List<PlannedCase> CASES = cases();

  private static List<PlannedCase> cases() {
    List<SuiteLayer> layers =
        IntStream.range(0, SHAPES.size())
            .mapToObj(i -> new SuiteLayer("layer" + i, 1, LayerShape.parse(SHAPES.get(i)), ""))
            .toList();
    Network network =
        new Network(new Suite("small", layers), OptionalInt.of(1), Precision.F32, Layout.NCHW);
    return PlannedCase.of(List.of(network), Set.of(Fuse.EPILOGUE));
  }

  @Test
  void onlyWhatReallyDiffersIsFastOrSlow() throws Exception {
    run(CASES);
    List<RunResults> runs;
    List<RowComparison> wrong = new ArrayList<>();
    int rows = 0;
    do {
      runs = runs();
      wrong.addAll(wrong(runs));
      rows += PAIRS * CASES.size();
    } while (tooMany(wrong, rows) && rows < MOST_SETS * PAIRS * CASES.size());
    assertFalse(tooMany(wrong, rows), wrong.size() + " of " + rows + ": " + wrong);

    Comparison comparison = Comparison.of(runs.getLast(), run(slowed()), false);
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    for (int i = 0; i < SLOWED; i++) {
      verdicts.add(row(comparison, CASES.get(i)).verdict());
    }
    assertTrue(verdicts.contains(Verdict.SLOW), comparison.rows().toString());
    assertFalse(verdicts.contains(Verdict.SAME), comparison.rows().toString());
    assertFalse(verdicts.contains(Verdict.FAST), comparison.rows().toString());
  }

  private static List<RunResults> runs() {
    return Stream.generate(() -> run(CASES)).limit(RUNS).toList();
  }

  /** Of all pairs of runs, the rows with a verdict that no two runs of one build may have. */
  private static List<RowComparison> wrong(List<RunResults> runs) throws Exception {
    List<RowComparison> wrong = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      for (RunResults now : runs.subList(i + 1, RUNS)) {
        Comparison comparison = Comparison.of(runs.get(i), now, false);
        assertEquals(CASES.size(), comparison.rows().size());
        comparison.rows().stream().filter(RepeatedRunsTest::decided).forEach(wrong::add);
      }
    }
    return wrong;
  }

  /** Whether that is more than one row of a hundred. */
  private static boolean tooMany(List<RowComparison> wrong, int rows) {
    return 100 * wrong.size() > rows;
  }

  private static boolean decided(RowComparison row) {
    return row.verdict() == Verdict.FAST || row.verdict() == Verdict.SLOW;
  }

  private static List<PlannedCase> slowed() {
    List<PlannedCase> cases = new ArrayList<>(CASES);
    for (int i = 0; i < SLOWED; i++) {
      PlannedCase plain = CASES.get(i);
      cases.set(i, new PlannedCase(new RepeatedCase(plain.benchCase(), TIMES), plain.uses()));
    }
    return cases;
  }

  private static RowComparison row(Comparison comparison, PlannedCase planned) {
    return comparison.rows().stream()
        .filter(each -> each.key().equals(planned.benchCase().key()))
        .findAny()
        .orElseThrow();
  }

  /** A run with a backend of its own. One thread leaves the other processor to what else runs. */
  private static RunResults run(List<PlannedCase> cases) {
    List<CaseRow> rows = new ArrayList<>();
    Replay replay = new Replay("cpu", List.of(0), Tuning.OFF, SETTINGS.seed());
    try (Backend cpu = CpuBackend.open(1)) {
      new Benchmark(cpu, 0, SETTINGS, replay, SAMPLING)
          .run(cases, rows::add, Progress.NONE, () -> false);
    }
    return Rows.results(rows.toArray(CaseRow[]::new));
  }
}
