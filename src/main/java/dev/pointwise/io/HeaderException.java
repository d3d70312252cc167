package dev.pointwise.io;

import java.nio.file.Path;

/** What is wrong with a header or what it announces, before it is known in which file. */
final class HeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;

  HeaderException(String found, String expected) {
    super(found);
    this.found = found;
    this.expected = expected;
  }

  InputFileException in(Path file) {
    return new InputFileException(file, found, expected, this);
  }
}
