package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeCsvTest {
  private static final String HEADER =
      "layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings\n";
  private static final String ROW = "one,2,8,4,7,6,1,relu,yes,\n";

  @TempDir Path directory;

  private List<Suite> read(String text) throws IOException {
    return ShapeCsv.read(Files.writeString(directory.resolve("mine.csv"), text));
  }

  private String refusal(String text) {
    ShapeFileException refusal = assertThrows(ShapeFileException.class, () -> read(text));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith(directory.resolve("mine.csv") + ": found "), message);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void readsAFileWithoutModels() throws IOException {
    List<Suite> suites = read(HEADER + ROW);
    assertEquals(
        List.of(
            new Suite(
                "mine",
                List.of(new SuiteLayer("one", 2, LayerShape.parse("c8h7w6k4+bias+relu"), "")),
                List.of("--shapes", directory.resolve("mine.csv").toString()))),
        suites);
  }

  @Test
  void readsSeveralModelsAndColumnsInAnyOrder() throws IOException {
    String header = "model,bias,layer,repeat,cin,cout,h,w,stride,activation,group_of_siblings\n";
    List<Suite> suites =
        read(
            header
                + "a,no,x,1,8,4,7,6,2,add+leaky_relu:0.5,t*\n"
                + "b,bn-folded,x,1,8,4,7,6,1,layerscale+add,\n"
                + "a,no,y,1,8,4,7,6,1,none,\n");
    assertEquals(List.of("a", "b"), suites.stream().map(Suite::name).toList());
    assertEquals(
        "n1c8h7w6k4s2+add+leaky_relu:0.5",
        suites.getFirst().layers().getFirst().shape().toString());
    assertEquals(
        List.of("--shapes", directory.resolve("mine.csv").toString(), "--filter", "b"),
        suites.getLast().options());
    assertEquals("n1c8h7w6k4+bias+add", suites.getLast().layers().getFirst().shape().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one,0,8,4,7,6,1,relu,yes,|line 2, column repeat: '0'",
        "one,1,8,4,7,6.5,1,relu,yes,|line 2, column w: '6.5'",
        "one,1,8,99999999999,7,6,1,relu,yes,|line 2, column cout: '99999999999'",
        "one,1,8,4,,6,1,relu,yes,|line 2, column h: ''",
        "one,1,8,4,7,6,1,rulu,yes,|line 2, column activation: 'rulu'",
        "one,1,8,4,7,6,1,relu+relu,yes,|line 2, column activation: 'relu+relu'",
        "one,1,8,4,7,6,1,relu,maybe,|line 2, column bias: 'maybe'",
        ",1,8,4,7,6,1,relu,yes,|line 2, column layer: ''",
        "one,1,8,4,7,6,1,relu,yes|line 2",
        "one,1,8,4,7,6,1,relu,yes,,|line 2",
        "one,1,8,2147483647,2147483647,2147483647,1,relu,yes,|line 2"
      })
  void namesLineAndColumn(String row, String named) {
    String message = refusal(HEADER + row + "\n");
    assertTrue(message.contains(named), message);
  }

  @Test
  void refusesOtherHeaders() {
    assertTrue(refusal(HEADER.replace("cin", "c_in") + ROW).contains("unknown column 'c_in'"));
    assertTrue(refusal(HEADER.replace("cin", "c_in") + ROW).contains("(did you mean cin?)"));
    assertTrue(refusal(HEADER.replace(",bias", "") + ROW).contains("without column 'bias'"));
    assertTrue(refusal(HEADER.replace("bias", "layer") + ROW).contains("'layer' twice"));
    assertTrue(refusal("").contains("no header"));
    assertTrue(refusal(HEADER).contains("no rows"));
    assertTrue(refusal(HEADER + "\"one").contains("found "));
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = Files.write(directory.resolve("a.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThrows(ShapeFileException.class, () -> ShapeCsv.read(file));
    assertThrows(ShapeFileException.class, () -> ShapeCsv.read(directory));
    assertThrows(ShapeFileException.class, () -> ShapeCsv.read(directory.resolve("missing")));
  }

  @Test
  void survivesDamage() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      StringBuilder text = new StringBuilder(HEADER + ROW + ROW);
      for (int i = 0; i <= round % 3; i++) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(1, 128));
      }
      try {
        read(text.toString());
      } catch (ShapeFileException expected) {
        assertEquals(1, expected.toString().lines().count());
      }
    }
  }
}
