package dev.pointwise.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds an enum constant by its lower-case name. */
final class Names {
  private Names() {}

  static <E extends Enum<E>> E parse(Class<E> type, String parameter, String name) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    String expected =
        Arrays.stream(type.getEnumConstants())
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        parameter + " is '" + name + "', expected one of: " + expected);
  }
}
