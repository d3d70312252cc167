package dev.pointwise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table before it is drawn: columns, and rows of cells. Empty cells say nothing. */
final class Grid {
  /**
   * What a column holds.
   *
   * @param title its first line
   * @param text whether it is text, which is cut where there is too little room, and not figures
   * @param beginning whether the beginning of the text says more than its end
   */
  record Column(String title, boolean text, boolean beginning) {}

  /**
   * A row.
   *
   * @param cells from the first column on, possibly fewer than there are columns
   * @param note what stands where cells are missing; empty if nothing does
   * @param ink how it looks on a terminal
   */
  record Row(List<String> cells, String note, Ink ink) {
    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  private final List<Column> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** Columns of text, of which the middle is what can be missed. */
  Grid text(String... titles) {
    return columns(true, false, titles);
  }

  /** Columns of text, of which the end is what can be missed. */
  Grid beginnings(String... titles) {
    return columns(true, true, titles);
  }

  /** Columns of figures, right behind those there are. */
  Grid figures(String... titles) {
    return columns(false, false, titles);
  }

  private Grid columns(boolean text, boolean beginning, String... titles) {
    for (String title : titles) {
      columns.add(new Column(title, text, beginning));
    }
    return this;
  }

  /** Adds a row with a cell for each column. */
  void add(Ink ink, List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "cells are " + cells.size() + ", expected " + columns.size());
    }
    rows.add(new Row(cells, "", ink));
  }

  /** Adds a row of which the first cells are given and a note takes the place of the others. */
  void note(Ink ink, List<String> cells, String note) {
    rows.add(new Row(cells, note, ink));
  }

  List<Row> rows() {
    return rows;
  }

  int columns() {
    return columns.size();
  }

  Column column(int index) {
    return columns.get(index);
  }

  /** The columns in which any row has something. */
  List<Integer> used() {
    return IntStream.range(0, columns.size())
        .filter(i -> rows.stream().anyMatch(row -> !row.cell(i).isEmpty()))
        .boxed()
        .toList();
  }
}
