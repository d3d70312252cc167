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

  private static final String OWN = "pointwise";

  private LibraryReport() {}

  /** A line per figure of each case: measurements, or why there are none. */
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
        if (row.getAsJsonObject().has("recorded")) {
          lines.add(recorded(network, row.getAsJsonObject()));
        }
      }
    }
    return lines;
  }

  /**
   * The lines of a report of {@code pointwise bench --network}: for each network two measurements,
   * recorded as a whole and layer by layer, or why there is none.
   */
  static List<JsonObject> passes(String report) {
    JsonObject root = JsonLines.object(report);
    List<JsonObject> lines = new ArrayList<>();
    if (root == null) {
      return lines;
    }
    for (JsonElement each : ResultsReader.array(root, "passes")) {
      JsonObject pass = each.getAsJsonObject();
      if (pass.has("network")) {
        lines.add(pass(pass, "network", OWN, "graph"));
        lines.add(pass(pass, "layer_by_layer", OWN + " layer by layer", "stream"));
      } else {
        JsonObject line = forward(pass, OWN);
        line.addProperty("kind", "not_run");
        line.addProperty("reason", reason(pass));
        lines.add(line);
      }
    }
    return lines;
  }

  private static JsonObject pass(JsonObject pass, String name, String peer, String launch) {
    JsonObject line = forward(pass, peer);
    line.addProperty("kind", "measurement");
    line.addProperty("cache", "hot");
    line.addProperty("launch", launch);
    JsonObject time = pass.getAsJsonObject(name);
    FIGURES.stream().filter(time::has).forEach(figure -> line.add(figure, time.get(figure)));
    return line;
  }

  private static JsonObject forward(JsonObject pass, String peer) {
    JsonObject line = new JsonObject();
    line.addProperty("forward", JsonLines.text(pass, "name"));
    line.addProperty("peer", peer);
    for (String name : List.of("dtype", "layout", "batch", "layers", "calls", "products")) {
      line.add(name, pass.get(name));
    }
    return line;
  }

  private static String reason(JsonObject result) {
    return result.has("error") ? JsonLines.text(result, "error") : "a result was wrong";
  }

  private static JsonObject recorded(JsonObject network, JsonObject row) {
    JsonObject merged = row.deepCopy();
    row.getAsJsonObject("recorded").asMap().forEach(merged::add);
    JsonObject line = line(network, merged);
    line.addProperty("launch", "graph");
    line.remove("plan");
    return line;
  }

  private static JsonObject line(JsonObject network, JsonObject row) {
    JsonObject line = new JsonObject();
    boolean measured = row.has("median");
    line.addProperty("kind", measured ? "measurement" : "not_run");
    line.addProperty("peer", OWN);
    for (String name : List.of("dtype", "layout", "batch")) {
      line.add(name, network.get(name));
    }
    FIGURES.stream().filter(row::has).forEach(name -> line.add(name, row.get(name)));
    if (measured) {
      line.addProperty("cache", "hot");
      line.addProperty("launch", "stream");
      line.addProperty("complete", true);
    } else {
      line.addProperty("reason", reason(row));
    }
    return line;
  }
}
