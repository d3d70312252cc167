package dev.pointwise.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellLineTest {
  @Test
  void plainWordsStayAsTheyAre() {
    assertEquals(
        "pointwise bench --shape n1c3h4w5k6+bias+relu -o json=a.json",
        ShellLine.of(
            List.of("pointwise", "bench", "--shape", "n1c3h4w5k6+bias+relu", "-o", "json=a.json")));
  }

  @Test
  void theShellSplitsTheLineIntoTheSameWords() throws Exception {
    List<String> words = List.of("", "a b", "it's", "$HOME", "*", "\"", "\\", "<&>", "ü");
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", "printf '[%s]' " + ShellLine.of(words)).start();
    String split = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("[" + String.join("][", words) + "]", split);
  }
}
