package dev.pointwise.io;

/** Texts from files made fit for a one-line message. */
final class Printable {
  private static final int LONGEST = 60;

  private Printable() {}

  /** The text with every control character replaced. */
  static String line(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The start of the text, in quotes. */
  static String quote(String text) {
    return "'" + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "'";
  }
}
