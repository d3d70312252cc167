package dev.pointwise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir private Path directory;

  @Test
  void readsAsMuchAsIsSaid() throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, InputFile.read(file, "three bytes", 3));
    String refusal =
        assertThrows(InputFileException.class, () -> InputFile.read(file, "two bytes", 2))
            .getMessage();
    assertEquals(file + ": found more than 2 bytes, expected two bytes", refusal);
  }

  @Test
  void refusesAHugeFileBeforeItIsRead() throws Exception {
    Path file = directory.resolve("sparse");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThrows(InputFileException.class, () -> InputFile.read(file, "a file", 1 << 20));
  }

  @Test
  void readsStandardInputAsAFile() {
    assertNull(InputFile.fault(Path.of("/dev/stdin")));
  }

  @Test
  void saysWhatIsNoFile() {
    assertTrue(String.valueOf(InputFile.fault(Path.of("/dev/zero"))).contains("no regular file"));
    assertEquals("no such file", InputFile.fault(directory.resolve("missing")));
  }

  @Test
  void refusesAFileThatShrinks() throws Exception {
    Path file = directory.resolve("shrinking.npy");
    NpyWriter.write(file, new NpyArray(List.of(4L), new float[4]));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThrows(InputFileException.class, () -> NpyReader.read(file));
  }
}
