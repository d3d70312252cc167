package dev.pointwise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text cut, wrapped and quoted to fit where it goes. */
public final class Texts {
  /** How many columns a line has at most. */
  public static final int WIDTH = 100;

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./#-]+");

  private Texts() {}

  /** The text in one line, its middle left out where it is wider than that. */
  public static String clipped(String text, int width) {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    int half = width / 2;
    return line.length() <= width
        ? line
        : line.substring(0, width - half - 1) + "…" + line.substring(line.length() - half);
  }

  /** The text in one line, its end left out where it is wider than that. */
  static String cut(String text, int width) {
    String line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }

  /**
   * Pieces behind a label, as many on a line as fit, each cut where it is too wide for a line.
   *
   * @param separator between pieces of a line, and at the end of one that another follows
   */
  static List<String> wrapped(String label, List<String> pieces, String separator) {
    int indent = label.length();
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(label);
    for (String piece : pieces) {
      String text = clipped(piece, WIDTH - indent - separator.length());
      if (line.length() > indent
          && line.length() + separator.length() + text.length() + separator.length() > WIDTH) {
        lines.add((line + separator).stripTrailing());
        line.setLength(0);
        line.append(" ".repeat(indent));
      }
      line.append(line.length() > indent ? separator : "").append(text);
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** A command line that a shell reads as those words. */
  static String command(List<String> words) {
    return words.stream().map(Texts::quoted).collect(Collectors.joining(" "));
  }

  /** A word as a shell reads it. */
  static String quoted(String word) {
    return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
