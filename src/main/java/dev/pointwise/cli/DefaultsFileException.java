package dev.pointwise.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of defaults that cannot be used. */
final class DefaultsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  DefaultsFileException(Path file, String fault, @Nullable Throwable cause) {
    super(file + ": " + fault, cause);
  }
}
