package dev.pointwise.tensor;

/** What a scale has to be. */
final class Scales {
  private Scales() {}

  /** The scale, if it is finite and above 0; refused otherwise. */
  static float check(String name, float scale) {
    if (!(scale > 0 && scale <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          name + " is " + scale + ", expected a finite number above 0");
    }
    return scale;
  }
}
