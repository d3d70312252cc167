package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
