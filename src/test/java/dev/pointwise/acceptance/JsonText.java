package dev.pointwise.acceptance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Collectors;

/** JSON with a line for each object of an array, so that long results can be read and compared. */
final class JsonText {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private JsonText() {}

  static String of(JsonElement element) {
    if (element instanceof JsonArray array
        && !array.isEmpty()
        && array.get(0) instanceof JsonObject) {
      return array.asList().stream()
          .map(JsonText::of)
          .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }
    if (element instanceof JsonObject object) {
      return object.entrySet().stream()
          .map(member -> GSON.toJson(member.getKey()) + ":" + of(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return GSON.toJson(element);
  }
}
