package dev.pointwise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void theMiddleOfWhatIsTooLongIsLeftOut() {
    assertEquals("abcdef", Texts.clipped("abcdef", 6));
    assertEquals("ab…ef", Texts.clipped("abcccef", 5));
    assertEquals("a b", Texts.clipped(" a\n\tb ", 9));
  }

  @Test
  void piecesGoOnIndentedLines() {
    String wide = "x".repeat(90);
    assertEquals(
        List.of("with  a; b;", "      " + wide + ";", "      c"),
        Texts.wrapped("with  ", List.of("a", "b", wide, "c"), "; "));
    int longest =
        Texts.wrapped("with  ", List.of("y".repeat(500), "z"), "; ").stream()
            .mapToInt(String::length)
            .max()
            .orElseThrow();
    assertEquals(99, longest);
  }

  @Test
  void aShellReadsTheWordsBack() {
    assertEquals(
        "pointwise bench --shape n1c4h2w2k4+clip:-1:1 --save 'two words' 'it'\\''s' ''",
        Texts.command(
            List.of(
                "pointwise",
                "bench",
                "--shape",
                "n1c4h2w2k4+clip:-1:1",
                "--save",
                "two words",
                "it's",
                "")));
  }
}
