package dev.pointwise.report;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Draws a grid in columns as wide as what they hold, at most {@link Texts#WIDTH} all in all; text
 * is cut where there is too little room, figures never are.
 */
final class TextGrid {
  private static final int NARROWEST = 8;

  /** As much of a note is never cut. */
  private static final int LEAST_NOTE = 10;

  private final Grid grid;
  private final List<Integer> used;

  /** By column; 0 for those without any cell. */
  private final int[] widths;

  private final int gap;

  private TextGrid(Grid grid) {
    this.grid = grid;
    this.used = grid.used();
    this.widths = new int[grid.columns()];
    for (int column : used) {
      int title = grid.column(column).title().length();
      int cells = grid.rows().stream().mapToInt(row -> row.cell(column).length()).max().orElse(0);
      int widest = Math.max(title, cells);
      widths[column] = grid.column(column).text() ? Math.min(widest, Texts.WIDTH) : widest;
    }
    this.gap = width(2) <= Texts.WIDTH ? 2 : 1;
    while (needed() > Texts.WIDTH && narrowed()) {}
  }

  /** Prints the titles and the rows. */
  static void print(Grid grid, PrintWriter out, boolean colour) {
    TextGrid text = new TextGrid(grid);
    out.println(Ink.BOLD.on(text.line(i -> grid.column(i).title(), Integer.MAX_VALUE), colour));
    for (Grid.Row row : grid.rows()) {
      String line = text.line(row::cell, row.cells().size());
      if (!row.note().isEmpty()) {
        int from = text.offset(row.cells().size());
        line = line + " ".repeat(Math.max(0, from - line.length()));
        line += Texts.clipped(row.note(), Texts.WIDTH - from);
      }
      out.println(row.ink().on(line, colour));
    }
  }

  /** The columns that all rows take, notes included as far as they must not be cut. */
  private int needed() {
    int notes =
        grid.rows().stream()
            .filter(row -> !row.note().isEmpty())
            .mapToInt(row -> offset(row.cells().size()) + Math.min(LEAST_NOTE, row.note().length()))
            .max()
            .orElse(0);
    return Math.max(width(gap), notes);
  }

  private int width(int between) {
    return Arrays.stream(widths).sum() + between * (used.size() - 1);
  }

  /** Takes a character from the widest column of text, unless all are narrow. */
  private boolean narrowed() {
    int widest = -1;
    for (int column : used) {
      if (grid.column(column).text()
          && widths[column] > (widest < 0 ? NARROWEST : widths[widest])) {
        widest = column;
      }
    }
    if (widest >= 0) {
      widths[widest]--;
    }
    return widest >= 0;
  }

  private static String shown(Grid.Column column, String cell, int width) {
    if (column.beginning()) {
      return Texts.cut(cell, width);
    }
    return column.text() ? Texts.clipped(cell, width) : cell;
  }

  private int offset(int column) {
    return used.stream().filter(i -> i < column).mapToInt(i -> widths[i] + gap).sum();
  }

  private String line(IntFunction<String> cell, int end) {
    StringBuilder line = new StringBuilder();
    for (int column : used) {
      if (column < end) {
        int width = widths[column];
        boolean text = grid.column(column).text();
        String shown = shown(grid.column(column), cell.apply(column), width);
        String air = " ".repeat(Math.max(0, width - shown.length()));
        line.append(text ? shown + air : air + shown).append(" ".repeat(gap));
      }
    }
    return line.toString().stripTrailing();
  }
}
