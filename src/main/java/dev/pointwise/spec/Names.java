package dev.pointwise.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds an enum constant by its lower-case name. */
public final class Names {
  private Names() {}

  /**
   * The constant of that name, whatever its case.
   *
   * @param parameter how the message names what the name is for
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String parameter, String name) {
    List<E> values = List.of(type.getEnumConstants());
    return values.stream()
        .filter(value -> text(value).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(refusal(type, parameter, name)));
  }

  private static String refusal(Class<? extends Enum<?>> type, String parameter, String name) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Names::text).toList();
    return parameter
        + " is '"
        + name
        + "', expected one of: "
        + String.join(", ", names)
        + Nearest.hint(name, names);
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
