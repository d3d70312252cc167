package dev.pointwise.acceptance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A report of {@code pointwise bench} in the words of the peers' lines. */
final class LibraryReport {
  private static final List<String> FIGURES =
      List.of(
          "shape",
          "layer",
          "median",
          "min",
          "max",
          "relative_iqr",
          "samples",
          "runs_per_sample",
          "plan");

  private LibraryReport() {}

  /** A line per case: a measurement, or why there is none. */
  static List<JsonObject> figures(String report) {
    JsonObject root = JsonLines.object(report);
    List<JsonObject> lines = new ArrayList<>();
    if (root == null) {
      return lines;
    }
    for (JsonElement each : root.getAsJsonArray("networks")) {
      JsonObject network = each.getAsJsonObject();
      for (JsonElement row : network.getAsJsonArray("rows")) {
        lines.add(line(network, row.getAsJsonObject()));
      }
    }
    return lines;
  }

  private static JsonObject line(JsonObject network, JsonObject row) {
    JsonObject line = new JsonObject();
    boolean measured = row.has("median");
    line.addProperty("kind", measured ? "measurement" : "not_run");
    line.addProperty("peer", "pointwise");
    for (String name : List.of("dtype", "layout", "batch")) {
      line.add(name, network.get(name));
    }
    FIGURES.stream().filter(row::has).forEach(name -> line.add(name, row.get(name)));
    if (measured) {
      line.addProperty("cache", "hot");
      line.addProperty("launch", "stream");
      line.addProperty("complete", true);
    } else {
      line.addProperty(
          "reason", row.has("error") ? JsonLines.text(row, "error") : "a result was wrong");
    }
    return line;
  }
}
