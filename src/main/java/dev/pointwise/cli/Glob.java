package dev.pointwise.cli;

/** Globs: {@code *} stands for any characters, {@code ?} for one, everything else for itself. */
final class Glob {
  private Glob() {}

  /**
   * Whether a glob matches a text as a whole. Takes at most as many steps as the product of their
   * lengths.
   */
  static boolean matches(String glob, String text) {
    int[] pattern = glob.codePoints().toArray();
    int[] name = text.codePoints().toArray();
    int at = 0;
    int star = -1;
    int retry = 0;
    for (int i = 0; i < name.length; ) {
      if (at < pattern.length && pattern[at] == '*') {
        star = at++;
        retry = i;
      } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == name[i])) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++retry;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }
}
