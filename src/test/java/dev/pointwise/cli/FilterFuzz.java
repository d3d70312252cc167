package dev.pointwise.cli;

import java.nio.charset.StandardCharsets;

/** Globs. The input is a glob and, behind a zero byte, a name. */
public final class FilterFuzz {
  private FilterFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 2);
    String glob = parts[0];
    String name = parts.length < 2 ? "" : parts[1];
    boolean matches = Glob.matches(glob, name);
    if (matches != expected(glob.codePoints().toArray(), name.codePoints().toArray())) {
      throw new AssertionError("'" + glob + "' and '" + name + "': " + matches);
    }
  }

  /** Keeps, for each beginning of the glob, which beginnings of the name it matches. */
  private static boolean expected(int[] glob, int[] name) {
    boolean[] matched = new boolean[name.length + 1];
    matched[0] = true;
    for (int each : glob) {
      boolean[] next = new boolean[name.length + 1];
      next[0] = each == '*' && matched[0];
      for (int i = 1; i <= name.length; i++) {
        next[i] =
            each == '*'
                ? matched[i] || next[i - 1]
                : matched[i - 1] && (each == '?' || each == name[i - 1]);
      }
      matched = next;
    }
    return matched[name.length];
  }
}
