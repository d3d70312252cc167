package dev.pointwise.fuzz;

/** What every refusal of a hostile input has to look like. */
public final class Refusal {
  /** As much as somebody reads, with room for a path. */
  private static final int LONGEST = 2000;

  private Refusal() {}

  /** Fails unless the exception's message is one line of reasonable length that can be printed. */
  public static void check(Throwable refusal) {
    line(String.valueOf(refusal.getMessage()));
  }

  /** The same of a message. */
  public static void line(String message) {
    if (message.isBlank() || message.equals("null")) {
      throw new AssertionError("a refusal says nothing");
    }
    if (message.length() > LONGEST) {
      throw new AssertionError(
          "a refusal has " + message.length() + " characters: " + message.substring(0, 200));
    }
    plain(message);
  }

  /** Fails if a line of text holds what steers a terminal or breaks the line. */
  public static void plain(String text) {
    text.codePoints()
        .filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)
        .findFirst()
        .ifPresent(
            c -> {
              throw new AssertionError("U+" + Integer.toHexString(c) + " in: " + text);
            });
  }
}
