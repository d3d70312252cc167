package dev.pointwise.results;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;

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

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  static JsonFields parse(String line) {
    try {
      JsonObject json = GSON.fromJson(line, JsonObject.class);
      if (json != null) {
        return new JsonFields(json);
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("it is no JSON object", e);
    }
    throw new IllegalArgumentException("it is empty, expected a JSON object");
  }
}
