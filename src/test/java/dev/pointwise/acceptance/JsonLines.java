package dev.pointwise.acceptance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON, one object on a line, from programs that may be stopped in the middle of one. */
final class JsonLines {
  private JsonLines() {}

  /** The objects in a file; none if there is no file. */
  static List<JsonObject> read(Path file) throws IOException {
    return Files.exists(file)
        ? of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines())
        : List.of();
  }

  /** The objects among those lines; whatever else they hold is passed over. */
  static List<JsonObject> of(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("{"))
        .map(JsonLines::object)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The object that a text is, or null if it is none. */
  static @Nullable JsonObject object(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? element.getAsJsonObject() : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** A member as text; empty if it is missing. */
  static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  /** A member as a number; NaN if it is missing. */
  static double number(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || !value.isJsonPrimitive() ? Double.NaN : value.getAsDouble();
  }
}
