package dev.pointwise.results;

import java.util.Locale;

/** Numbers with units, in few characters. */
public final class Units {
  private Units() {}

  /** A time in the unit that leaves one to three digits before the point. */
  public static String seconds(double seconds) {
    if (seconds >= 1) {
      return digits(seconds) + " s ";
    }
    if (seconds >= 1e-3) {
      return digits(seconds * 1e3) + " ms";
    }
    return digits(seconds * 1e6) + " µs";
  }

  /** A count, in thousands, millions or thousands of millions. */
  public static String count(long count) {
    if (count >= 1e9) {
      return digits(count * 1e-9) + " G";
    }
    if (count >= 1e6) {
      return digits(count * 1e-6) + " M";
    }
    return count >= 1e3 ? digits(count * 1e-3) + " k" : count + "  ";
  }

  /** Three digits, or as many as stand before the point. */
  public static String digits(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
