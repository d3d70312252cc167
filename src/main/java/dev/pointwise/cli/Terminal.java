package dev.pointwise.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells whether somebody watches the error stream; Java's console is about the other two. */
final class Terminal {
  private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether the error stream is a terminal, as far as this system tells. */
  static boolean onErrorStream() {
    return at(ERROR_STREAM)
        .orElseGet(
            () -> Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /** Whether a link to an open file leads to a terminal; empty if there is no such link. */
  static Optional<Boolean> at(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return Optional.of(target.matches("/dev/(pts/|tty|console$).*"));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
