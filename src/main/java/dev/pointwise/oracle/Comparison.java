package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a result compares with its reference. An element where one is NaN or infinite and the other
 * is not the same never counts as close, whatever the bound.
 *
 * @param spec the layer
 * @param elements how many elements were compared
 * @param mismatches how many of them are wrong, {@code nonFinite} included
 * @param nonFinite how many differ in being NaN, infinite or of the other sign of infinity
 * @param missing how many are zero or NaN where the reference, rounded to storage, is neither
 * @param untrustworthy whether {@code missing} are most of the elements in question: the output was
 *     hardly written
 * @param worst the element farthest out, or null if there are no elements
 */
public record Comparison(
    ConvSpec spec,
    long elements,
    long mismatches,
    long nonFinite,
    long missing,
    boolean untrustworthy,
    @Nullable Worst worst) {

  /**
   * One element.
   *
   * @param n its image
   * @param c its channel
   * @param h its row
   * @param w its column
   * @param actual what was computed
   * @param expected the reference; rounded to storage for an exact comparison
   * @param bound the greatest difference allowed
   */
  public record Worst(int n, int c, int h, int w, float actual, double expected, double bound) {
    /** The difference; NaN if one of the two is. */
    public double error() {
      return Math.abs(actual - expected);
    }
  }

  /**
   * Compares with tolerance zero, for operands whose results are exact.
   *
   * @throws IllegalArgumentException if the result has other extents, type or layout
   */
  public static Comparison exact(Reference reference, HostTensor actual) {
    return compare(reference, actual, true);
  }

  /**
   * Compares within the rounding errors that the layer's precision allows, element by element.
   *
   * @throws IllegalArgumentException if the result has other extents, type or layout
   */
  public static Comparison bounded(Reference reference, HostTensor actual) {
    return compare(reference, actual, false);
  }

  private static Comparison compare(Reference reference, HostTensor actual, boolean exact) {
    requireFit(reference, actual);
    Tally tally = new Tally();
    Shape shape = reference.output().shape();
    DType dtype = reference.output().dtype();
    for (int n = 0; n < shape.n(); n++) {
      for (int c = 0; c < shape.c(); c++) {
        for (int h = 0; h < shape.h(); h++) {
          for (int w = 0; w < shape.w(); w++) {
            int element = (int) reference.output().index(n, c, h, w);
            double value = reference.value(element);
            float rounded = Elements.stored((float) value, dtype);
            double bound = exact ? 0 : ErrorBound.of(reference, element);
            tally.add(
                new Worst(n, c, h, w, actual.get(n, c, h, w), exact ? rounded : value, bound),
                rounded,
                dtype);
          }
        }
      }
    }
    return tally.result(reference.spec());
  }

  private static void requireFit(Reference reference, HostTensor actual) {
    Shape shape = reference.output().shape();
    DType dtype = reference.output().dtype();
    Layout layout = reference.output().layout();
    if (!actual.spec().shape().equals(shape)
        || actual.spec().dtype() != dtype
        || actual.spec().layout() != layout) {
      throw new IllegalArgumentException(
          "result is " + actual.spec() + ", expected " + reference.output());
    }
  }

  /** True if no element is wrong and the output was written. */
  public boolean passed() {
    return mismatches == 0 && !untrustworthy;
  }

  /** One line: the verdict, the counts and the worst element. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(passed() ? "passed: " : "failed: ").append(spec);
    text.append(", ").append(mismatches).append(" of ").append(elements).append(" wrong");
    if (nonFinite > 0) {
      text.append(" (").append(nonFinite).append(" in being NaN or infinite)");
    }
    if (untrustworthy) {
      text.append(", untrustworthy: ").append(missing).append(" elements are zero or NaN");
    }
    if (worst != null) {
      text.append(
          String.format(
              Locale.ROOT,
              ", worst at n=%d c=%d h=%d w=%d: %.9g, expected %.9g, error %.3g, bound %.3g",
              worst.n(),
              worst.c(),
              worst.h(),
              worst.w(),
              worst.actual(),
              worst.expected(),
              worst.error(),
              worst.bound()));
    }
    return text.toString();
  }
}
