package dev.pointwise.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a name that there is not. */
public final class Nearest {
  private Nearest() {}

  /** The same as {@link #of}, as the end of a message; empty if no name is near. */
  public static String hint(String given, Collection<String> names) {
    return of(given, names).map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /**
   * The name that takes the fewest typing errors to become the given one: a character too many, too
   * few or another, or two neighbours exchanged; upper case counts as lower case. Empty if every
   * name takes more than one error for each three of its characters, and more than one.
   */
  public static Optional<String> of(String given, Collection<String> names) {
    String typed = given.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> Math.abs(typed.length() - name.length()) <= allowed(name))
        .filter(name -> errors(typed, name.toLowerCase(Locale.ROOT)) <= allowed(name))
        .min(Comparator.comparingInt(name -> errors(typed, name.toLowerCase(Locale.ROOT))));
  }

  private static int allowed(String name) {
    return Math.max(name.length() > 1 ? 1 : 0, name.length() / 3);
  }

  /** The distance of Damerau and Levenshtein in which no character is edited twice. */
  private static int errors(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + other);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
