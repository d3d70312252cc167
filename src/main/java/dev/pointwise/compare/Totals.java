package dev.pointwise.compare;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up rows: each network's, and all of a backend. */
final class Totals {
  private final RunResults now;
  private final IdentityHashMap<CaseRow, RowComparison> rows = new IdentityHashMap<>();
  private final Map<String, List<Weighted>> backends = new LinkedHashMap<>();
  private final Floors floors;

  /** A row, and how often it counts. */
  record Weighted(RowComparison row, int times) {}

  Totals(RunResults now, List<RowComparison> compared, Floors floors) {
    this.now = now;
    this.floors = floors;
    for (RowComparison row : compared) {
      rows.put(row.candidate(), row);
      backends
          .computeIfAbsent(row.backend(), backend -> new ArrayList<>())
          .add(new Weighted(row, 1));
    }
  }

  /** The networks that have compared rows, then all rows of each backend. */
  List<SuiteComparison> suites() {
    List<SuiteComparison> suites = new ArrayList<>();
    for (NetworkTable table : now.networks()) {
      Map<Integer, Weighted> lines = new LinkedHashMap<>();
      for (NetworkTable.Line line : table.lines()) {
        RowComparison row = rows.get(line.row());
        if (row != null) {
          lines.putIfAbsent(line.use().index(), new Weighted(row, line.use().repeat()));
        }
      }
      add(suites, table.id().toString(), table.id().backend(), table.expected(), lines.values());
    }
    backends.forEach((backend, all) -> add(suites, "all cases once", backend, all.size(), all));
    return suites;
  }

  private void add(
      List<SuiteComparison> suites,
      String name,
      String backend,
      int expected,
      Iterable<Weighted> lines) {
    List<Total> totals = new ArrayList<>();
    for (Series series : RowJudge.DECIDING) {
      Floor floor = floors.of(backend, series.cold()).pooled();
      total(series, lines, floor.effect()).ifPresent(totals::add);
    }
    if (!totals.isEmpty()) {
      Verdict verdict = Verdict.of(totals.stream().map(Total::verdict).toList());
      suites.add(new SuiteComparison(name, backend, expected, totals, verdict));
    }
  }

  private static Optional<Total> total(Series series, Iterable<Weighted> lines, double floor) {
    TotalJudge judge = new TotalJudge(series, floor);
    for (Weighted line : lines) {
      line.row()
          .series(series)
          .filter(each -> !line.row().impossible())
          .ifPresent(each -> judge.add(each, line.times()));
    }
    return judge.total();
  }
}
