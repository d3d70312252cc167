package dev.pointwise;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/** Asserts that a call is refused, and that the message says what was wrong. */
public final class Refusal {
  private Refusal() {}

  /** The call throws an {@link IllegalArgumentException} whose message contains all the words. */
  public static void argument(Executable call, String... words) {
    refused(IllegalArgumentException.class, call, words);
  }

  /** The call throws an {@link IllegalStateException} whose message contains all the words. */
  public static void state(Executable call, String... words) {
    refused(IllegalStateException.class, call, words);
  }

  /**
   * The call throws a {@link NullPointerException} that names the parameter, by a regular
   * expression.
   */
  public static void missing(Executable call, String parameter) {
    String message = String.valueOf(assertThrows(NullPointerException.class, call).getMessage());
    assertTrue(
        Pattern.compile("\\b" + parameter + "(\\b|\\])").matcher(message).find(),
        () -> "expected '" + parameter + "' in the message: " + message);
  }

  private static void refused(
      Class<? extends RuntimeException> type, Executable call, String... words) {
    String message = String.valueOf(assertThrows(type, call).getMessage());
    for (String word : words) {
      assertTrue(
          message.contains(word), () -> "expected '" + word + "' in the message: " + message);
    }
  }
}
