package dev.pointwise.cli;

import dev.pointwise.io.InputFileException;
import dev.pointwise.spec.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of defaults that cannot be used. */
final class DefaultsFileException extends Exception {
  private static final long serialVersionUID = 1L;

  DefaultsFileException(Path file, String fault, @Nullable Throwable cause) {
    super(Printable.line(file + ": " + fault), cause);
  }

  DefaultsFileException(InputFileException cause) {
    super(cause.getMessage(), cause);
  }
}
