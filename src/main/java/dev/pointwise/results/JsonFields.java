package dev.pointwise.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pointwise.spec.Printable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields of a JSON object, read strictly. What is missing or of another kind is an {@link
 * IllegalArgumentException} that names the field and what was expected. Fields that nobody asks for
 * are ignored.
 */
final class JsonFields {
  /** More samples than the benchmark ever takes of a series. */
  private static final int LONGEST_LIST = 100_000;

  private final JsonObject json;

  JsonFields(JsonObject json) {
    this.json = json;
  }

  boolean has(String name) {
    return json.has(name);
  }

  private <T> T field(String name, String kind, Function<JsonElement, T> read) {
    JsonElement element = json.get(name);
    if (element == null) {
      throw new IllegalArgumentException("field '" + name + "' is missing, expected " + kind);
    }
    return read(name, kind, element, read);
  }

  private static <T> T read(
      String name, String kind, JsonElement element, Function<JsonElement, T> read) {
    try {
      return read.apply(element);
    } catch (IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | ArithmeticException
        | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "field "
              + Printable.quote(name)
              + " is "
              + Printable.brief(element.toString())
              + ", expected "
              + kind,
          e);
    }
  }

  private static JsonPrimitive primitive(JsonElement element, boolean right) {
    if (!right) {
      throw new IllegalStateException();
    }
    return element.getAsJsonPrimitive();
  }

  private static String string(JsonElement element) {
    return Printable.plain(
        primitive(element, element.getAsJsonPrimitive().isString()).getAsString());
  }

  private static double number(JsonElement element) {
    double value = primitive(element, element.getAsJsonPrimitive().isNumber()).getAsDouble();
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalStateException();
    }
    return value;
  }

  String text(String name) {
    return field(name, "a text", JsonFields::string);
  }

  /** A number that is finite and not negative. */
  double number(String name) {
    return field(name, "a number from 0 on", JsonFields::number);
  }

  long integer(String name) {
    return field(
        name,
        "an integer",
        element ->
            primitive(element, element.getAsJsonPrimitive().isNumber())
                .getAsBigDecimal()
                .longValueExact());
  }

  /** An integer from 0 on. */
  long size(String name) {
    return field(
        name,
        "an integer from 0 on",
        element -> {
          long value =
              primitive(element, element.getAsJsonPrimitive().isNumber())
                  .getAsBigDecimal()
                  .longValueExact();
          if (value < 0) {
            throw new IllegalStateException();
          }
          return value;
        });
  }

  int count(String name) {
    return field(
        name,
        "an integer from 0 to 2^31-1",
        element -> {
          int value =
              primitive(element, element.getAsJsonPrimitive().isNumber())
                  .getAsBigDecimal()
                  .intValueExact();
          if (value < 0) {
            throw new IllegalStateException();
          }
          return value;
        });
  }

  boolean bool(String name) {
    return field(
        name,
        "true or false",
        element -> primitive(element, element.getAsJsonPrimitive().isBoolean()).getAsBoolean());
  }

  Instant instant(String name) {
    return field(
        name, "a time such as 2026-01-31T12:00:00Z", element -> Instant.parse(string(element)));
  }

  /** The constant whose text it is. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    List<String> all = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      all.add(each.toString());
    }
    String kind = "one of: " + String.join(", ", all);
    return field(
        name,
        kind,
        element -> {
          int index = all.indexOf(string(element));
          if (index < 0) {
            throw new IllegalStateException();
          }
          return type.getEnumConstants()[index];
        });
  }

  JsonFields object(String name) {
    return field(name, "an object", element -> new JsonFields(element.getAsJsonObject()));
  }

  private <T> List<T> list(String name, String kind, Function<JsonElement, T> read) {
    JsonArray array = field(name, kind, JsonElement::getAsJsonArray);
    if (array.size() > LONGEST_LIST) {
      throw new IllegalArgumentException(
          "field '"
              + name
              + "' has "
              + array.size()
              + " of them, expected at most "
              + LONGEST_LIST);
    }
    List<T> values = new ArrayList<>(array.size());
    for (JsonElement each : array) {
      values.add(read(name, kind, each, read));
    }
    return values;
  }

  List<String> texts(String name) {
    return list(name, "texts", JsonFields::string);
  }

  /** Numbers that are finite and not negative. */
  List<Double> numbers(String name) {
    return list(name, "numbers from 0 on", JsonFields::number);
  }

  List<Integer> integers(String name) {
    return list(name, "integers", element -> element.getAsBigDecimal().intValueExact());
  }

  List<JsonFields> objects(String name) {
    return list(name, "objects", element -> new JsonFields(element.getAsJsonObject()));
  }

  /** The object's fields, each read by {@code read} from its name. */
  <T> Map<String, T> map(String name, Function<Entry, T> read) {
    JsonFields fields = object(name);
    Map<String, T> map = new LinkedHashMap<>();
    for (String key : fields.json.keySet()) {
      map.put(Printable.plain(key), read.apply(new Entry(fields, key)));
    }
    return map;
  }

  /** A field of an object whose names are data. */
  record Entry(JsonFields fields, String name) {
    String text() {
      return fields.text(name);
    }

    double number() {
      return fields.number(name);
    }

    long integer() {
      return fields.integer(name);
    }

    int count() {
      return fields.count(name);
    }

    JsonFields object() {
      return fields.object(name);
    }
  }
}
