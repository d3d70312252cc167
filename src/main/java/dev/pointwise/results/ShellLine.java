package dev.pointwise.results;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as a line. */
public final class ShellLine {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private ShellLine() {}

  /** The words as a line that a POSIX shell splits into the same words again. */
  public static String of(List<String> words) {
    return words.stream().map(ShellLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
