package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class TerminalTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3, true",
    "/dev/tty1, true",
    "/dev/console, true",
    "/dev/null, false",
    "/home/me/dev/pts/log, false",
    "pipe:[4711], false",
    "socket:[4711], false"
  })
  void tellsTerminalsFromFilesAndPipes(String target, boolean expected) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("2"), Path.of(target));
    Optional<Boolean> told = Terminal.at(link);
    Files.delete(link); // JUnit warns of links that lead out of the directory
    assertEquals(Optional.of(expected), told);
  }

  @Test
  void doesNotKnowWithoutALink() {
    assertEquals(Optional.empty(), Terminal.at(directory.resolve("2")));
  }

  @Test
  void coloursAreForTerminalsThatHaveThemAndForWhoWantsThem() {
    assertTrue(Terminal.colour(true, Map.of("TERM", "xterm-256color")));
    assertTrue(Terminal.colour(true, Map.of()));
    assertTrue(Terminal.colour(true, Map.of("NO_COLOR", "")), "empty is as good as unset");
    assertFalse(Terminal.colour(false, Map.of("TERM", "xterm-256color")));
    assertFalse(Terminal.colour(true, Map.of("NO_COLOR", "1")));
    assertFalse(Terminal.colour(true, Map.of("TERM", "dumb")));
  }
}
