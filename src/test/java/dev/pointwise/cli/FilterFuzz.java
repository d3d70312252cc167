package dev.pointwise.cli;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Globs. The input is a glob and, behind a zero byte, a name. */
public final class FilterFuzz {
  private static final int LONGEST_FOR_REGEX = 12;

  private FilterFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 2);
    String glob = parts[0];
    String name = parts.length < 2 ? "" : parts[1];
    boolean matches = Glob.matches(glob, name);
    if (glob.length() <= LONGEST_FOR_REGEX && matches != regex(glob).matcher(name).matches()) {
      throw new AssertionError("'" + glob + "' and '" + name + "': " + matches);
    }
  }

  private static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    glob.codePoints()
        .forEach(
            c ->
                regex.append(
                    c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
