package dev.pointwise.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of suites, as rows of their files.
 *
 * @param header the columns
 * @param rows a row per layer; no two make the same one
 */
record LayerRows(String header, List<String> rows) {
  /** One less than the golden ratio: steps of it visit everything evenly. */
  private static final double STEP = 0.618033988749895;

  /**
   * The rows of those suites, in an order in which any beginning is a cross-section of them all.
   */
  static LayerRows of(Bundle bundle, List<String> suites) throws IOException {
    Map<List<String>, String> distinct = new LinkedHashMap<>();
    String header = "";
    for (String suite : suites) {
      List<String> lines = Files.readAllLines(bundle.suite(suite));
      header = "model," + lines.getFirst();
      for (String line : lines.subList(1, lines.size())) {
        List<String> fields = List.of(line.split(",", -1));
        // From cin to bias: what makes the layer.
        distinct.putIfAbsent(fields.subList(2, fields.size() - 1), suite + "," + line);
      }
    }
    return new LayerRows(header, spread(List.copyOf(distinct.values())));
  }

  static <T> List<T> spread(List<T> all) {
    List<T> left = new ArrayList<>(all);
    List<T> ordered = new ArrayList<>();
    double at = 0;
    while (!left.isEmpty()) {
      at = (at + STEP) % 1;
      ordered.add(left.remove((int) (at * left.size())));
    }
    return ordered;
  }

  /** Writes some of the rows as a file of shapes. */
  Path write(Path file, int from, int count) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.addAll(rows.subList(from, Math.min(from + count, rows.size())));
    return Files.write(file, lines);
  }
}
