package dev.pointwise.io;

import static dev.pointwise.io.NpyFiles.dict;
import static dev.pointwise.io.NpyFiles.doubles;
import static dev.pointwise.io.NpyFiles.file;
import static dev.pointwise.io.NpyFiles.floats;
import static dev.pointwise.io.NpyFiles.shorts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest {
  private static final float[] SIX = {1, -2, 3.5f, Float.NaN, Float.NEGATIVE_INFINITY, -0f};

  @TempDir Path directory;

  private NpyArray read(byte[] bytes) throws IOException {
    return NpyReader.read(Files.write(directory.resolve("a.npy"), bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    NpyArray array = read(file(version, dict("<f4", "(2, 3)"), floats(SIX)));
    assertEquals(List.of(2L, 3L), array.shape());
    assertArrayEquals(SIX, array.values());
  }

  @Test
  void readsHalvesAndRoundsDoubles() throws IOException {
    assertArrayEquals(
        new float[] {1, -2, 65504, 0x1p-24f},
        read(file(1, dict("<f2", "(4,)"), shorts(0x3c00, 0xc000, 0x7bff, 1))).values());
    assertArrayEquals(
        new float[] {0.1f, Float.MAX_VALUE, Float.POSITIVE_INFINITY},
        read(file(1, dict("<f8", "(3,)"), doubles(0.1, 3.4028235e38, 1 / 0.0))).values());
  }

  @Test
  void readsScalarsEmptyArraysAndOtherSpellings() throws IOException {
    assertEquals(List.of(), read(file(1, dict("<f4", "()"), floats(7))).shape());
    assertEquals(0, read(file(1, dict("<f4", "(3, 0)"), floats())).values().length);
    String spelled = "{\"shape\":( 1 ,2 ),\n'fortran_order':False , 'descr' : '<f4'}";
    assertEquals(List.of(1L, 2L), read(file(3, spelled, floats(1, 2))).shape());
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    float[] values = new float[600_001];
    values[262_144] = 4;
    values[600_000] = 5;
    assertArrayEquals(values, read(file(1, dict("<f4", "(600001,)"), floats(values))).values());
  }

  @Test
  void survivesDamage() throws IOException {
    Random random = new Random(20_26);
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = file(1 + round % 3, dict("<f4", "(2, 3)"), floats(SIX));
      int changes = random.nextInt(1, 4);
      for (int i = 0; i < changes; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
      try {
        NpyArray array = read(Arrays.copyOf(bytes, length));
        long elements = array.shape().stream().reduce(1L, (a, b) -> a * b);
        assertEquals(elements, array.values().length);
      } catch (InputFileException expected) {
        assertEquals(1, expected.toString().lines().count());
      }
    }
  }
}
