package dev.pointwise.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A roofline as JSON: bytes, bytes per second, operations per second, seconds. */
public final class RooflineJson {
  private RooflineJson() {}

  /** The object. */
  public static JsonObject write(Roofline roofline) {
    JsonObject json = new JsonObject();
    json.addProperty("measured", roofline.measured().toString());
    JsonArray bandwidths = new JsonArray();
    for (Roofline.Bandwidth each : roofline.bandwidths()) {
      JsonObject point = new JsonObject();
      point.addProperty("bytes", each.bytes());
      point.addProperty("rate", each.rate());
      bandwidths.add(point);
    }
    json.add("bandwidths", bandwidths);
    json.add("peaks", Json.tree(roofline.peaks()));
    json.addProperty("launch", roofline.launch());
    return json;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static Roofline read(JsonObject json) {
    return read(new JsonFields(json));
  }

  static Roofline read(JsonFields json) {
    return new Roofline(
        json.instant("measured"),
        json.objects("bandwidths").stream()
            .map(each -> new Roofline.Bandwidth(each.size("bytes"), each.number("rate")))
            .toList(),
        json.map("peaks", JsonFields.Entry::number),
        json.number("launch"));
  }
}
