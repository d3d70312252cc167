package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.Phases;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import dev.pointwise.results.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A network's layers, or groups of siblings: a row for each. */
final class LayerGrid {
  private LayerGrid() {}

  static Grid of(RunResults results, NetworkTable table) {
    Grid grid =
        new Grid()
            .text("layer")
            .beginnings("shape")
            .figures("cold", "IQR", "roof", "hot", "IQR", "roof")
            .text("bound")
            .figures("GFLOP/s", "GB/s", "recorded", "to device", "compute", "to host");
    boolean roofless =
        table.lines().stream().allMatch(line -> results.assess(line.row(), Series.HOT).isEmpty());
    table.lines().forEach(line -> add(grid, results, line, roofless));
    return grid;
  }

  private static void add(Grid grid, RunResults results, NetworkTable.Line line, boolean roofless) {
    CaseRow row = line.row();
    RowLabel label = RowLabel.of(results, row);
    List<String> cells = new ArrayList<>();
    cells.add(layer(line.use()));
    cells.add(shape(row));
    if (row.times().isEmpty()) {
      grid.note(label.ink, cells, RowLabel.remark(results, row));
      return;
    }
    for (Series series : List.of(Series.COLD, Series.HOT)) {
      cells.add(Cells.median(row, series));
      cells.add(Cells.spread(row, series));
      cells.add(Cells.roof(results, row, series));
    }
    if (label == RowLabel.IMPOSSIBLE) {
      grid.note(label.ink, cells, label.word);
      return;
    }
    Series main = Cells.main(row);
    Phases phases = row.time(main).map(Measurement::phases).orElse(null);
    cells.add(Cells.bound(results, row, main));
    cells.add(Cells.gflops(row, main));
    cells.add(roofless && phases == null ? Cells.gigabytes(row, main) : "");
    cells.add(Cells.median(row, Series.RECORDED));
    cells.add(phase(phases, Phases::toDevice));
    cells.add(phase(phases, Phases::compute));
    cells.add(phase(phases, Phases::toHost));
    grid.add(label.ink, cells);
  }

  private static String layer(Use use) {
    return use.layer() + (use.repeat() == 1 ? "" : " ×" + use.repeat());
  }

  /** The shape; a batch of one goes without saying, on the command line, too. */
  private static String shape(CaseRow row) {
    String shape = row.key().shape();
    return shape.startsWith("n1c") ? shape.substring(2) : shape;
  }

  private static String phase(@Nullable Phases phases, ToDoubleFunction<Phases> which) {
    return phases == null ? "" : Units.seconds(which.applyAsDouble(phases)).strip();
  }
}
