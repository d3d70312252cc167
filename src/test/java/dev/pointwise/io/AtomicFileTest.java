package dev.pointwise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.count();
    }
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("disk full");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(1, files());
  }

  @Test
  void replacesAFileAndFollowsALink() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    AtomicFile.write(link, out -> out.write('x'));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("x", Files.readString(file));
    assertEquals(2, files());
  }

  @Test
  void remembersAFileOnlyWhileItIsWritten() throws IOException {
    int[] during = new int[1];
    AtomicFile.write(directory.resolve("a"), out -> during[0] = AtomicFile.unfinished());
    assertEquals(1, during[0]);
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                directory.resolve("b"),
                out -> {
                  throw new IOException("disk full");
                }));
    assertEquals(0, AtomicFile.unfinished());
  }

  @Test
  void theEndOfTheProcessLeavesNothingBehind() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target")).resolve("a");
    JavaProcess.Result result =
        new JavaProcess(directory).run(WriteAndExit.class.getName(), target.toString());
    assertEquals(3, result.code(), result.err());
    try (Stream<Path> list = Files.list(directory.resolve("target"))) {
      assertEquals(0, list.count());
    }
  }

  @Test
  void writesToADeviceInPlace() throws IOException {
    Path device = Path.of("/dev/null");
    AtomicFile.write(device, out -> out.write('x'));
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void refusesAMissingDirectoryAndADirectory() {
    Path missing = directory.resolve("missing").resolve("a");
    assertThrows(IllegalArgumentException.class, () -> AtomicFile.check("--output", missing));
    assertThrows(IllegalArgumentException.class, () -> AtomicFile.check("--output", directory));
    assertThrows(IOException.class, () -> AtomicFile.write(missing, out -> {}));
    AtomicFile.check("--output", directory.resolve("a"));
  }
}
