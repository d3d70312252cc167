package dev.pointwise.results;

import dev.pointwise.spec.Printable;
import java.nio.file.Path;

/** A file of results that cannot be used: unreadable, malformed, too new, or in use. */
public final class ResultsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Names the file.
   *
   * @param file the file
   * @param fault what is wrong with it, and what was expected
   */
  ResultsFileException(Path file, String fault) {
    super(Printable.line(file + ": " + fault));
  }
}
