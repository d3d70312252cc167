package dev.pointwise.bench;

import java.util.regex.Pattern;

/**
 * Which layers of a suite follow each other with nothing in between, as far as their names and
 * extents make it certain: the second reads what the first one writes.
 */
enum Succession {
  /** The two layers behind each convolution of Network in Network. */
  CCCP("cccp[1357]", "cccp[2468]"),
  /** A fire module of SqueezeNet; its 3×3 half reads the same. */
  FIRE("(.*)/squeeze1x1", "(.*)/expand1x1"),
  /** A block of ConvNeXt. */
  CONVNEXT("(.*)\\.pwconv1", "(.*)\\.pwconv2"),
  /** Squeeze and excitation. */
  EXCITATION("(.*)\\.se_reduce", "(.*)\\.se_expand"),
  /** The end of an inverted residual, and the start of the next one or of the head. */
  INVERTED_RESIDUAL("features\\..*\\.project", "features\\..*\\.(?:expand|last|head)");

  private final Pattern first;
  private final Pattern second;

  Succession(String first, String second) {
    this.first = Pattern.compile(first);
    this.second = Pattern.compile(second);
  }

  /** Whether {@code second}, the row right behind {@code first}, reads what that one writes. */
  static boolean follows(SuiteLayer first, SuiteLayer second) {
    if (first.repeat() != second.repeat()
        || !first.shape().output().equals(second.shape().input())) {
      return false;
    }
    for (Succession succession : values()) {
      if (succession.names(first.name(), second.name())) {
        return true;
      }
    }
    return false;
  }

  private boolean names(String before, String behind) {
    var one = first.matcher(before);
    var other = second.matcher(behind);
    return one.matches()
        && other.matches()
        && (one.groupCount() == 0 || one.group(1).equals(other.group(1)));
  }
}
