package dev.pointwise.bench;

import dev.pointwise.spec.Nearest;
import dev.pointwise.spec.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a file of shapes.
 *
 * @param file how messages name the file
 * @param names the columns in their order
 */
record ShapeColumns(String file, List<String> names) {
  static final String MODEL = "model";
  private static final List<String> REQUIRED =
      List.of(
          "layer",
          "repeat",
          "cin",
          "cout",
          "h",
          "w",
          "stride",
          "activation",
          "bias",
          "group_of_siblings");

  static ShapeColumns of(String file, List<String> names) throws ShapeFileException {
    String expected = "the columns " + String.join(",", REQUIRED) + " and optionally " + MODEL;
    for (String name : names) {
      if (!REQUIRED.contains(name) && !name.equals(MODEL)) {
        throw new ShapeFileException(
            file,
            "line 1, unknown column " + Printable.quote(name),
            expected + Nearest.hint(name, REQUIRED));
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new ShapeFileException(file, "line 1, column '" + name + "' twice", expected);
      }
    }
    for (String name : REQUIRED) {
      if (!names.contains(name)) {
        throw new ShapeFileException(file, "line 1 without column '" + name + "'", expected);
      }
    }
    return new ShapeColumns(file, List.copyOf(names));
  }

  ShapeRow row(long line, List<String> fields) throws ShapeFileException {
    if (fields.size() != names.size()) {
      throw new ShapeFileException(
          file, "line " + line + " with " + fields.size() + " fields", names.size() + " fields");
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      values.put(names.get(i), fields.get(i));
    }
    return new ShapeRow(file, line, values);
  }
}
