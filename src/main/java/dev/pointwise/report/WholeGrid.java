package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Networks run as a whole, beside their layers one by one: a row for each. */
final class WholeGrid {
  private WholeGrid() {}

  static Grid of(RunResults results, List<NetworkTable> tables) {
    Grid grid =
        new Grid()
            .text("network")
            .figures("layers", "calls", "products", "cold", "IQR", "hot", "IQR", "roof")
            .text("bound")
            .figures("by layer", "IQR", "ratio");
    for (NetworkTable table : tables) {
      table.lines().forEach(line -> add(grid, results, table, line.row()));
    }
    return grid;
  }

  private static void add(Grid grid, RunResults results, NetworkTable table, CaseRow row) {
    RowLabel label = RowLabel.of(results, row);
    List<String> cells = new ArrayList<>();
    cells.add(Titles.of(results, table));
    for (String fact : List.of("layers", "calls", "products")) {
      cells.add(Optional.ofNullable(row.facts().get(fact)).map(String::valueOf).orElse(""));
    }
    if (row.times().isEmpty()) {
      grid.note(label.ink, cells, RowLabel.remark(results, row));
      return;
    }
    cells.add(Cells.median(row, Series.COLD));
    cells.add(Cells.spread(row, Series.COLD));
    cells.add(Cells.median(row, Series.HOT));
    cells.add(Cells.spread(row, Series.HOT));
    cells.add(Cells.roof(results, row, Series.HOT));
    cells.add(Cells.bound(results, row, Series.HOT));
    cells.add(Cells.median(row, Series.LAYER_BY_LAYER));
    cells.add(Cells.spread(row, Series.LAYER_BY_LAYER));
    cells.add(ratio(row));
    grid.add(label.ink, cells);
  }

  /** How many times as long the layers one by one take. */
  private static String ratio(CaseRow row) {
    return row.time(Series.LAYER_BY_LAYER)
        .flatMap(
            single ->
                row.time(Series.HOT)
                    .map(
                        whole ->
                            Units.digits(
                                single.statistics().median() / whole.statistics().median())))
        .orElse("");
  }
}
