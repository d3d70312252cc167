package dev.pointwise.results;

import java.util.Locale;

/** What the operands of a measurement hold. */
public enum Fill {
  /** Uniform in [−1, 1]. */
  UNIFORM,
  /** Small integers. */
  INTS,
  /** Zeros throughout. They flatter: hardware draws less power and may clock higher. */
  ZEROS;

  /** The name on the command line and in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
