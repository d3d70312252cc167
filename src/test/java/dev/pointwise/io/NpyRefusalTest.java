package dev.pointwise.io;

import static dev.pointwise.io.NpyFiles.dict;
import static dev.pointwise.io.NpyFiles.doubles;
import static dev.pointwise.io.NpyFiles.file;
import static dev.pointwise.io.NpyFiles.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyRefusalTest {
  @TempDir Path directory;

  private String refusal(byte[] bytes) throws IOException {
    return refusal(Files.write(directory.resolve("a.npy"), bytes));
  }

  private static String refusal(Path file) {
    InputFileException refusal = assertThrows(InputFileException.class, () -> NpyReader.read(file));
    String message = String.valueOf(refusal.getMessage());
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(file + ": found "), message);
    assertTrue(message.contains(", expected "), message);
    return message;
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  @Test
  void otherFiles() throws IOException {
    assertContains("no such file", refusal(directory.resolve("missing.npy")));
    assertContains("a directory", refusal(directory));
    assertContains("end of the file after 0 bytes", refusal(new byte[0]));
    assertContains("first bytes", refusal("PK\3\4 an archive".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void unknownVersions() throws IOException {
    byte[] bytes = file(1, dict("<f4", "(1,)"), floats(1));
    bytes[6] = 4;
    assertContains("version 4.0", refusal(bytes));
    bytes[6] = 1;
    bytes[7] = 1;
    assertContains("version 1.1", refusal(bytes));
  }

  @Test
  void hugeHeaderBeforeItIsRead() throws IOException {
    byte[] bytes = file(2, dict("<f4", "(1,)"), floats(1));
    Arrays.fill(bytes, 8, 12, (byte) 0xff);
    assertContains("a header of 4294967295 bytes", refusal(bytes));
  }

  @Test
  void headerBeyondTheEnd() throws IOException {
    byte[] bytes = file(1, dict("<f4", "(1,)"), floats(1));
    assertContains("end of the file", refusal(Arrays.copyOf(bytes, 40)));
    assertContains("end of the file", refusal(Arrays.copyOf(bytes, 9)));
  }

  @Test
  void invalidUtf8() throws IOException {
    byte[] bytes = file(3, dict("<f4", "(1,)"), floats(1));
    bytes[20] = (byte) 0xff;
    assertContains("not UTF-8", refusal(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "()",
        "[('descr', '<f4')]",
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + {}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': [1]}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1L,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1.0,)}",
        "{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}",
        "dict(descr='<f4', fortran_order=False, shape=(1,))",
      })
  void headersThatAreNoLiteralDict(String header) throws IOException {
    assertContains("a literal dict of exactly", refusal(file(1, header, floats(1))));
  }

  @ParameterizedTest
  @CsvSource({
    ">f4, big-endian",
    "|O, pickled objects",
    "O, pickled objects",
    "<i4, '<i4'",
    "f4, 'f4'",
    "<f16, '<f16'",
    "<c8, '<c8'"
  })
  void otherTypes(String descr, String named) throws IOException {
    String message = refusal(file(1, dict(descr, "(1,)"), floats(1)));
    assertContains(named, message);
    assertContains("<f4 or <f2 or <f8", message);
  }

  @Test
  void structuredTypesAndFortranOrder() throws IOException {
    String structured = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}";
    assertContains("structured", refusal(file(1, structured, floats(1))));
    String fortran = "{'descr': '<f4', 'fortran_order': True, 'shape': (1,)}";
    assertContains("Fortran order", refusal(file(1, fortran, floats(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(-1,)|negative",
        "(9223372036854775808,)|below 2^63",
        "(4294967296, 4294967296)|at most 2^31-9 elements",
        "(3037000500, 3037000500, 4)|at most 2^31-9 elements",
        "(2147483647,)|at most 2^31-9 elements",
        "(1000000000,)|found 4 bytes of elements, expected 4000000000",
        "(2,)|found 4 bytes of elements, expected 8 for shape (2,) of <f4",
        "()|expected 4",
        "(0,)|found 4 bytes of elements, expected 0",
      })
  void shapesThatDoNotFit(String shape, String named) throws IOException {
    byte[] elements = shape.equals("()") ? floats(1, 2) : floats(1);
    assertContains(named, refusal(file(1, dict("<f4", shape), elements)));
  }

  @Test
  void numbersBeyondBinary32() throws IOException {
    double[] values = new double[200_000];
    values[150_000] = -1e39;
    byte[] bytes = file(1, dict("<f8", "(2, 100000)"), doubles(values));
    assertContains("found the value -1.0E39 at index 150000, expected values up", refusal(bytes));
  }

  @Test
  void truncatedAndTrailingBytes() throws IOException {
    byte[] bytes = file(1, dict("<f4", "(3,)"), floats(1, 2, 3));
    assertContains("found 11 bytes", refusal(Arrays.copyOf(bytes, bytes.length - 1)));
    assertContains("found 13 bytes", refusal(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void controlCharactersStayOutOfTheMessage() throws IOException {
    assertContains("?[31m", refusal(file(1, dict("\u001b[31m\n", "(1,)"), floats(1))));
  }
}
