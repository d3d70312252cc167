package dev.pointwise.bench;

import dev.pointwise.io.InputFileException;
import dev.pointwise.spec.Printable;
import java.io.IOException;

/**
 * A file of shapes cannot be used: it is missing, unreadable or malformed. The message is one line
 * that names the file, the line and column, what was found and what was expected.
 */
public final class ShapeFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ShapeFileException(String file, String found, String expected) {
    super(message(file, found, expected));
  }

  ShapeFileException(String file, String found, String expected, Throwable cause) {
    super(message(file, found, expected), cause);
  }

  ShapeFileException(InputFileException cause) {
    super(cause.getMessage(), cause);
  }

  private static String message(String file, String found, String expected) {
    return Printable.line(file + ": found " + found + ", expected " + expected);
  }
}
