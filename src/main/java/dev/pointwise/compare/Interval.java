package dev.pointwise.compare;

/**
 * Between which times a median lies.
 *
 * @param low the lower end, in seconds
 * @param high the upper end, in seconds
 */
public record Interval(double low, double high) {
  /** Whether the two have no time in common. */
  public boolean apart(Interval other) {
    return high < other.low || other.high < low;
  }
}
