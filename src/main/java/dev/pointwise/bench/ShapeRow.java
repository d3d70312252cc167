package dev.pointwise.bench;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Printable;
import dev.pointwise.spec.Shape;
import java.util.Map;

/**
 * One row of a file of shapes.
 *
 * @param file how messages name the file
 * @param line the row's line
 * @param fields the row's text by column
 */
record ShapeRow(String file, long line, Map<String, String> fields) {
  private static final String SIBLINGS = "group_of_siblings";

  String model(String fallback) throws ShapeFileException {
    return fields.containsKey(ShapeColumns.MODEL) ? text(ShapeColumns.MODEL) : fallback;
  }

  SuiteLayer layer() throws ShapeFileException {
    String layer = text("layer");
    int repeat = number("repeat");
    Shape input = shape();
    int cOut = number("cout");
    int stride = number("stride");
    boolean bias = bias();
    String tail = "";
    boolean residual = false;
    for (String step : text("activation").split("\\+", -1)) {
      switch (step) {
        case "add" -> residual = true;
        // A scale per channel folds into weight and bias: no work of its own.
        case "layerscale" -> {}
        default -> tail = tail.isEmpty() ? step : tail + "+" + step;
      }
    }
    Activation activation = activation(tail);
    try {
      return new SuiteLayer(
          layer,
          repeat,
          new LayerShape(input, cOut, stride, 1, bias, residual, activation),
          siblings());
    } catch (IllegalArgumentException e) {
      throw new ShapeFileException(file, "line " + line + ": " + e.getMessage(), "a layer");
    }
  }

  private String siblings() throws ShapeFileException {
    return field(SIBLINGS).isEmpty() ? "" : text(SIBLINGS);
  }

  private Shape shape() throws ShapeFileException {
    try {
      return new Shape(1, number("cin"), number("h"), number("w"));
    } catch (IllegalArgumentException e) {
      throw new ShapeFileException(file, "line " + line + ": " + e.getMessage(), "a layer");
    }
  }

  private Activation activation(String name) throws ShapeFileException {
    try {
      return name.isEmpty() ? Activation.NONE : Activation.parse(name);
    } catch (IllegalArgumentException e) {
      throw refusal(
          "activation", "add, layerscale+add, or an activation, add+ before it if need be");
    }
  }

  private boolean bias() throws ShapeFileException {
    return switch (field("bias")) {
      case "yes", "bn-folded" -> true;
      case "no" -> false;
      default -> throw refusal("bias", "yes, bn-folded or no");
    };
  }

  private int number(String column) throws ShapeFileException {
    try {
      int value = Integer.parseInt(field(column));
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The refusal below says it all.
    }
    throw refusal(column, "a whole number from 1 to 2147483647");
  }

  private String text(String column) throws ShapeFileException {
    if (field(column).isBlank() || !Printable.isPlain(field(column))) {
      throw refusal(column, "a text without control characters");
    }
    return field(column);
  }

  private String field(String column) {
    return fields.getOrDefault(column, "");
  }

  private ShapeFileException refusal(String column, String expected) {
    return new ShapeFileException(
        file,
        "line " + line + ", column " + column + ": " + Printable.quote(field(column)),
        expected);
  }
}
