package dev.pointwise.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.HostTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {
  @TempDir Path directory;

  @Test
  void writesByteForByteWhatNumpyWrites() throws IOException {
    Path file = directory.resolve("a.npy");
    NpyWriter.write(file, new NpyArray(List.of(2L, 1L), new float[] {1, -2}));
    // numpy.save of numpy.array([[1], [-2]], "<f4"): 10 bytes, 118 of header, 8 of elements.
    String header =
        "\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }"
            + " ".repeat(58)
            + "\n";
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(header, new String(Arrays.copyOf(bytes, 128), StandardCharsets.ISO_8859_1));
    assertArrayEquals(
        new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0},
        Arrays.copyOfRange(bytes, 128, bytes.length));
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Path file = directory.resolve("a.npy");
    for (int rank = 0; rank < 40; rank++) {
      NpyArray array = new NpyArray(Collections.nCopies(rank, 1L), new float[] {rank});
      NpyWriter.write(file, array);
      NpyArray read = NpyReader.read(file);
      assertEquals(array.shape(), read.shape());
      assertArrayEquals(array.values(), read.values());
      assertEquals(4, Files.size(file) % 64);
    }
  }

  @Test
  void writesATensorInTheOrderOfItsLayout() throws IOException {
    Path file = directory.resolve("a.npy");
    float[] values = new float[20_000];
    values[19_999] = 3;
    NpyWriter.write(file, HostTensor.of(new Shape(1, 2, 100, 100), Layout.NHWC, values));
    assertEquals(List.of(1L, 100L, 100L, 2L), NpyReader.read(file).shape());
    assertArrayEquals(values, NpyReader.read(file).values());
    NpyWriter.write(file, HostTensor.of(new Shape(1, 2, 100, 100), Layout.NCHW, values));
    assertEquals(List.of(1L, 2L, 100L, 100L), NpyReader.read(file).shape());
  }
}
