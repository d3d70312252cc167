package dev.pointwise.spec;

/** Texts from files and users made fit for a message of one line. */
public final class Printable {
  private static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_LINE = 1500;

  private Printable() {}

  /**
   * The text in one line that steers no terminal: every control character, line separator and mark
   * that turns the direction of writing is replaced. The middle of a very long one is left out.
   */
  public static String line(String text) {
    String plain = plain(text);
    return plain.length() <= LONGEST_LINE
        ? plain
        : cut(plain, LONGEST_LINE / 2) + "…" + plain.substring(plain.length() - LONGEST_LINE / 2);
  }

  /** The same without regard to length. */
  public static String plain(String text) {
    return text.codePoints().noneMatch(Printable::steers)
        ? text
        : text.codePoints()
            .map(c -> steers(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /** Whether a text is its own {@link #plain}. */
  public static boolean isPlain(String text) {
    return text.codePoints().noneMatch(Printable::steers);
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** The start of the text, in quotes. */
  public static String quote(String text) {
    return "'" + plain(brief(text)) + "'";
  }

  /** The start of the text. */
  public static String brief(String text) {
    return text.length() <= LONGEST_QUOTE ? text : cut(text, LONGEST_QUOTE) + "…";
  }

  private static String cut(String text, int length) {
    return text.substring(0, length);
  }
}
