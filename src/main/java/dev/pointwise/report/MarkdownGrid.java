package dev.pointwise.report;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Draws a grid as GitHub's Markdown has tables. */
final class MarkdownGrid {
  private MarkdownGrid() {}

  static String text(Grid grid) {
    List<Integer> used = grid.used();
    StringBuilder text = new StringBuilder();
    text.append(line(used, i -> escaped(grid.column(i).title())));
    text.append(line(used, i -> grid.column(i).text() ? "---" : "--:"));
    for (Grid.Row row : grid.rows()) {
      int note = used.stream().filter(i -> i >= row.cells().size()).findFirst().orElse(-1);
      String spare = note < 0 && !row.note().isEmpty() ? " " + row.note() : "";
      int last = used.getLast();
      text.append(
          line(
              used, i -> escaped(i == note ? row.note() : row.cell(i) + (i == last ? spare : ""))));
    }
    return text.toString();
  }

  private static String line(List<Integer> used, IntFunction<String> cell) {
    return used.stream().map(cell::apply).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Text that Markdown shows as it is, in one line. */
  static String escaped(String text) {
    return text.strip().replaceAll("\\p{Cntrl}+", " ").replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
  }
}
