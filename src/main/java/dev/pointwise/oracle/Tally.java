package dev.pointwise.oracle;

import dev.pointwise.oracle.Comparison.Worst;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.tensor.Elements;
import org.jspecify.annotations.Nullable;

/** Counts the elements of one {@link Comparison}. */
final class Tally {
  private long elements;
  private long mismatches;
  private long nonFinite;
  private long present;
  private long missing;
  private double worstRank = -1;
  private @Nullable Worst worst;

  /**
   * Counts one element.
   *
   * @param rounded the reference as the storage type holds it
   */
  void add(Worst element, float rounded, DType dtype) {
    elements++;
    float actual = element.actual();
    if (rounded != 0 && !Float.isNaN(rounded)) {
      present++;
      missing += actual == 0 || Float.isNaN(actual) ? 1 : 0;
    }
    boolean comparable = Float.isFinite(actual) && Double.isFinite(element.expected());
    boolean close =
        comparable ? element.error() <= element.bound() : sameKind(element, rounded, dtype);
    mismatches += close ? 0 : 1;
    nonFinite += close || comparable ? 0 : 1;
    double rank = comparable ? rank(element) : close ? 0 : Double.POSITIVE_INFINITY;
    if (rank > worstRank) {
      worstRank = rank;
      worst = element;
    }
  }

  /** The error in bounds, or where the bound is zero a number that grows with the error. */
  private static double rank(Worst element) {
    double error = element.error();
    return element.bound() > 0 ? error / element.bound() : error;
  }

  /**
   * Whether an element that is not finite, or should not be, is of the right kind: both NaN, both
   * the same infinity, or overflown where the bound reaches the storage type's end.
   */
  private static boolean sameKind(Worst element, float rounded, DType dtype) {
    float actual = element.actual();
    if (Float.isNaN(actual) || Float.isNaN(rounded)) {
      return Float.isNaN(actual) && Float.isNaN(rounded);
    }
    if (actual == rounded) {
      return true;
    }
    float farthest =
        (float) (element.expected() + Math.copySign(element.bound(), element.expected()));
    return Float.isInfinite(actual)
        && Double.isFinite(element.expected())
        && Elements.stored(farthest, dtype) == actual;
  }

  Comparison result(ConvSpec spec) {
    boolean untrustworthy = 2 * missing > present;
    return new Comparison(spec, elements, mismatches, nonFinite, missing, untrustworthy, worst);
  }
}
