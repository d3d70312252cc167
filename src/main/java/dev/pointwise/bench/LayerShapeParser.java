package dev.pointwise.bench;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Nearest;
import dev.pointwise.spec.Printable;
import dev.pointwise.spec.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads shapes such as {@code n8c256h56w56k64s2g4+bias+add+relu}: extents as a letter and a number,
 * in any order (n batch, c input channels, h and w input extents, k output channels, s stride, g
 * groups; n, s and g are 1 where left out), then any of {@code +bias}, {@code +add} (a residual)
 * and {@code +ACTIVATION[:parameter]}.
 */
final class LayerShapeParser {
  static final String GRAMMAR = "[nN]cChHwWkK[sS][gG][+bias][+add][+ACTIVATION[:PARAMETER]]";

  private static final Pattern EXTENT = Pattern.compile("(\\p{Alpha}+)(\\d*)");

  /** What the keys are called elsewhere. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("batch", "n"),
          Map.entry("cin", "c"),
          Map.entry("c_in", "c"),
          Map.entry("channels", "c"),
          Map.entry("height", "h"),
          Map.entry("width", "w"),
          Map.entry("cout", "k"),
          Map.entry("o", "k"),
          Map.entry("out", "k"),
          Map.entry("stride", "s"),
          Map.entry("groups", "g"));

  private final String text;
  private boolean bias;
  private boolean residual;
  private @Nullable Activation activation;

  LayerShapeParser(String text) {
    this.text = text;
  }

  LayerShape parse() {
    String[] parts = text.split("\\+", -1);
    Map<String, Integer> extents = extents(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      option(parts[i]);
    }
    try {
      return new LayerShape(
          new Shape(
              extents.getOrDefault("n", 1),
              required(extents, "c"),
              required(extents, "h"),
              required(extents, "w")),
          required(extents, "k"),
          extents.getOrDefault("s", 1),
          extents.getOrDefault("g", 1),
          bias,
          residual,
          activation == null ? Activation.NONE : activation);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(named() + ": " + e.getMessage(), e);
    }
  }

  private Map<String, Integer> extents(String part) {
    Map<String, Integer> extents = new HashMap<>();
    Matcher matcher = EXTENT.matcher(part);
    int at = 0;
    while (at < part.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw refusal(Printable.quote(part.substring(at)), GRAMMAR);
      }
      String key = matcher.group(1);
      if (key.length() > 1 || "nchwksg".indexOf(key.charAt(0)) < 0) {
        throw refusal("key " + Printable.quote(key), "one of n, c, h, w, k, s, g" + hint(key));
      }
      if (extents.put(key, number(key, matcher.group(2))) != null) {
        throw refusal("key '" + key + "' twice", GRAMMAR);
      }
      at = matcher.end();
    }
    return extents;
  }

  private static String hint(String key) {
    return Nearest.of(key, MEANT.keySet())
        .map(MEANT::get)
        .map(letter -> " (did you mean " + letter + "?)")
        .orElse("");
  }

  private int number(String key, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw refusal(Printable.quote(key + digits), "a number from 1 to 2147483647 after " + key);
    }
  }

  private int required(Map<String, Integer> extents, String key) {
    Integer value = extents.get(key);
    if (value == null) {
      throw new IllegalArgumentException("key '" + key + "' is missing, expected " + GRAMMAR);
    }
    return value;
  }

  private void option(String part) {
    switch (part) {
      case "bias" -> {
        if (bias) {
          throw refusal("'+bias' twice", GRAMMAR);
        }
        bias = true;
      }
      case "add" -> {
        if (residual) {
          throw refusal("'+add' twice", GRAMMAR);
        }
        residual = true;
      }
      default -> {
        if (activation != null) {
          throw refusal("a second activation " + Printable.quote("+" + part), GRAMMAR);
        }
        activation = activation(part);
      }
    }
  }

  private Activation activation(String part) {
    try {
      return Activation.parse(part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          named()
              + ": "
              + e.getMessage()
              + " (or bias, or add)"
              + Nearest.hint(part, List.of("bias", "add")),
          e);
    }
  }

  private String named() {
    return "shape " + Printable.quote(text);
  }

  private IllegalArgumentException refusal(String found, String expected) {
    return new IllegalArgumentException(named() + " has " + found + ", expected " + expected);
  }
}
