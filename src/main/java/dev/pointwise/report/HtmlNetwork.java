package dev.pointwise.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;

/** Networks' tables, for the page. */
final class HtmlNetwork {
  private HtmlNetwork() {}

  static JsonObject of(NetworkTable table, RunResults results) {
    NetworkTable.Id id = table.id();
    JsonObject json = new JsonObject();
    json.addProperty("title", id.toString());
    json.addProperty("backend", id.backend());
    json.addProperty("device", id.device());
    json.addProperty("network", id.network());
    json.addProperty("batch", id.batch());
    json.addProperty("dtype", id.dtype());
    json.addProperty("layout", id.layout());
    json.addProperty("fuse", id.fuse().toString());
    json.addProperty("expected", table.expected());
    json.add("flops", HtmlData.number(table.flops()));
    JsonArray lines = new JsonArray();
    for (NetworkTable.Line line : table.lines()) {
      JsonArray place = new JsonArray();
      place.add(line.number() - 1);
      place.add(line.use().layer());
      place.add(line.use().repeat());
      place.add(line.use().index());
      lines.add(place);
    }
    json.add("lines", lines);
    JsonObject seconds = new JsonObject();
    for (Series series : Series.values()) {
      table
          .seconds(results, series)
          .ifPresent(sum -> seconds.add(series.toString(), HtmlData.number(sum)));
    }
    json.add("seconds", seconds);
    return json;
  }
}
