package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.StandInLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in's own tests, in C; see native-tests/standin/check. */
@Tag("cuda13")
class StandInCheckTest {
  @Test
  void standInKeepsItsOwnRules(@TempDir Path directory) throws Exception {
    Path said = directory.resolve("said");
    ProcessBuilder checks =
        new ProcessBuilder(StandInLibraries.DIRECTORY.resolve("checks").toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    checks.environment().keySet().removeIf(name -> name.startsWith("POINTWISE_"));
    Process process = checks.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, () -> "they end: " + read(said));
    assertEquals(0, process.exitValue(), () -> read(said));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
