package dev.pointwise.report;

import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What one forward pass of a network's 1×1 layers takes, layer by layer: a row for each. */
final class TotalGrid {
  static final String TITLE = "one forward pass of all 1x1 layers, one by one";

  private TotalGrid() {}

  static Grid of(RunResults results, List<NetworkTable> tables) {
    Grid grid = new Grid().text("network").figures("cold", "hot", "recorded", "GFLOP/s hot");
    for (NetworkTable table : tables) {
      List<String> cells = new ArrayList<>();
      cells.add(Titles.of(results, table));
      String missing = missing(results, table);
      if (!missing.isEmpty()) {
        grid.note(Ink.YELLOW, cells, "no total: " + missing);
        continue;
      }
      OptionalDouble hot = table.seconds(results, Series.HOT);
      cells.add(total(table.seconds(results, Series.COLD)));
      cells.add(total(hot));
      cells.add(total(table.seconds(results, Series.RECORDED)));
      cells.add(hot.isEmpty() ? "" : Units.digits(table.flops() / hot.getAsDouble() * 1e-9));
      grid.add(Ink.PLAIN, cells);
    }
    return grid;
  }

  private static String total(OptionalDouble seconds) {
    return seconds.isEmpty() ? "" : Units.seconds(seconds.getAsDouble()).strip();
  }

  /** Why there is no total; empty if there is one. */
  static String missing(RunResults results, NetworkTable table) {
    Map<RowLabel, Integer> counts = new EnumMap<>(RowLabel.class);
    table.lines().forEach(line -> counts.merge(RowLabel.of(results, line.row()), 1, Integer::sum));
    counts.remove(RowLabel.GOOD);
    String reasons =
        counts.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().word)
            .collect(Collectors.joining(", "));
    int left = table.expected() - table.rowsThere();
    String incomplete =
        table.complete()
            ? ""
            : left > 0 ? left + " of " + table.expected() + " not done" : "several cases a row";
    return reasons + (reasons.isEmpty() || incomplete.isEmpty() ? "" : ", ") + incomplete;
  }
}
