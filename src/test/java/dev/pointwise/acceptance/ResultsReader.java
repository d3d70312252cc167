package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * Finds parts of {@code results.json}, finished or not.
 *
 * @param root all of it
 */
record ResultsReader(JsonObject root) {
  /** What a step found; empty if it was not taken. */
  JsonObject detail(String step) {
    for (JsonElement each : array(root, "steps")) {
      if (JsonLines.text(each.getAsJsonObject(), "name").equals(step)) {
        return each.getAsJsonObject().getAsJsonObject("detail");
      }
    }
    return new JsonObject();
  }

  /** What became of a step, and why; empty if it was not taken. */
  Optional<String> state(String step) {
    for (JsonElement each : array(root, "steps")) {
      JsonObject found = each.getAsJsonObject();
      if (JsonLines.text(found, "name").equals(step)) {
        return Optional.of(JsonLines.text(found, "state") + ", " + JsonLines.text(found, "reason"));
      }
    }
    return Optional.empty();
  }

  /** A member that is an array; empty if it is missing. */
  static JsonArray array(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || !value.isJsonArray() ? new JsonArray() : value.getAsJsonArray();
  }

  /** Whether its times are those of a GPU. */
  boolean measuresSpeed() {
    return JsonLines.text(root, "measures_speed").equals("true");
  }
}
