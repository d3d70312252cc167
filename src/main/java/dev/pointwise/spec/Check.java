package dev.pointwise.spec;

/** Refusals that name the parameter, its value and what was expected. */
final class Check {
  private Check() {}

  static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
    }
  }

  static void that(boolean holds, String name, Object value, Object expected) {
    if (!holds) {
      throw refusal(name, value, expected);
    }
  }

  /** What {@link #that} throws; for callers whose texts are not to be built in vain. */
  static IllegalArgumentException refusal(String name, Object value, Object expected) {
    return new IllegalArgumentException(name + " is " + value + ", expected " + expected);
  }

  /** Whether the product of two non-negative factors is a long. */
  static boolean fits(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
  }

  /** The product of non-negative factors, refused where it exceeds a long. */
  static long product(String name, long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor == 0) {
        return 0;
      }
    }
    for (long factor : factors) {
      if (product > Long.MAX_VALUE / factor) {
        StringBuilder text = new StringBuilder();
        for (long each : factors) {
          text.append(text.isEmpty() ? "" : "·").append(each);
        }
        throw new IllegalArgumentException(
            name + " is " + text + ", expected a product below 2^63");
      }
      product *= factor;
    }
    return product;
  }
}
