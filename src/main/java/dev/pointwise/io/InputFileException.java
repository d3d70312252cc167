package dev.pointwise.io;

import dev.pointwise.spec.Printable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An input file cannot be used: it is missing, unreadable or malformed. The message is one line
 * that names the file, what was found and what was expected.
 */
public class InputFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception about that file. */
  public InputFileException(Path file, String found, String expected) {
    super(message(file, found, expected));
  }

  /** An exception about that file, with a cause. */
  public InputFileException(Path file, String found, String expected, Throwable cause) {
    super(message(file, found, expected), cause);
  }

  private static String message(Path file, String found, String expected) {
    return Printable.line(file + ": found " + found + ", expected " + expected);
  }
}
