package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What one call of the command line did.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it printed on the error stream
 */
record Cli(int code, String out, String err) {
  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    int code =
        Main.execute(
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), words);
    return new Cli(code, out.toString(), err.toString());
  }

  /** Checks that it succeeded. */
  Cli ok() {
    assertEquals(0, code, err);
    return this;
  }

  /** Checks that it failed with that code, and said those words in one line and nothing else. */
  Cli failed(int expected, String... words) {
    assertEquals(expected, code, err);
    String line = err.lines().reduce((first, last) -> last).orElse("");
    assertTrue(err.lines().allMatch(each -> each.startsWith("pointwise: ")), err);
    for (String word : words) {
      assertTrue(line.contains(word), line);
    }
    assertFalse(err.contains("\tat "), err);
    return this;
  }
}
