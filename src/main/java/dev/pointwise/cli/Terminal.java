package dev.pointwise.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether somebody watches a stream, and how it may look; Java's console is about several
 * streams at once.
 */
enum Terminal {
  OUTPUT(1),
  ERROR(2);

  private final Path link;

  Terminal(int descriptor) {
    link = Path.of("/proc/self/fd/" + descriptor);
  }

  /** Whether the stream is a terminal that can write a line anew, as far as this system tells. */
  boolean live() {
    return watched() && capable(System.getenv());
  }

  /** Whether to write in colours. */
  boolean colour() {
    return colour(watched(), System.getenv());
  }

  private boolean watched() {
    return at(link)
        .orElseGet(
            () -> Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /** Colours are for terminals that have them, unless {@code NO_COLOR} is set (no-color.org). */
  static boolean colour(boolean watched, Map<String, String> environment) {
    return watched && capable(environment) && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private static boolean capable(Map<String, String> environment) {
    return !"dumb".equals(environment.get("TERM"));
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
