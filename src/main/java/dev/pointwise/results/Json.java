package dev.pointwise.results;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import java.util.Map;

/** JSON of one line. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setStrictness(Strictness.STRICT).disableHtmlEscaping().create();

  private Json() {}

  static JsonElement tree(Object value) {
    return GSON.toJsonTree(value);
  }

  static String line(JsonObject json) {
    return GSON.toJson(json) + "\n";
  }

  /** Adds a number, unless it is none: JSON has neither NaN nor infinities. */
  static void finite(JsonObject json, String name, double value) {
    if (Double.isFinite(value)) {
      json.addProperty(name, value);
    }
  }

  /** How many bytes of memory it takes to keep what an element says, about. */
  static long weight(JsonElement element) {
    if (element instanceof JsonObject object) {
      long weight = 64;
      for (Map.Entry<String, JsonElement> field : object.entrySet()) {
        weight += 64 + 2L * field.getKey().length() + weight(field.getValue());
      }
      return weight;
    } else if (element instanceof JsonArray array) {
      long weight = 32;
      for (JsonElement each : array) {
        weight += 4 + weight(each);
      }
      return weight;
    }
    return element instanceof JsonPrimitive primitive && primitive.isString()
        ? 64 + 2L * primitive.getAsString().length()
        : 24;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static JsonObject parse(String line) {
    try {
      JsonObject json = GSON.fromJson(line, JsonObject.class);
      if (json != null) {
        return json;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is no JSON object", e);
    }
    throw new IllegalArgumentException("it is empty, expected a JSON object");
  }
}
