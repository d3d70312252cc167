package dev.pointwise.testing;

/** What random tests begin with. */
public final class Seed {
  private Seed() {}

  /** The system property {@code pointwise.test.seed}, or else that number. */
  public static long or(long usual) {
    return Long.getLong("pointwise.test.seed", usual);
  }
}
