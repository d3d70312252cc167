package dev.pointwise.bench;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.QuantizedWeights;
import java.util.Locale;

/**
 * What is verified and measured: a layer with extents, types and layout. Equal cases need measuring
 * once.
 *
 * @param shape the layer and the extents of its input
 * @param precision types and multiplication
 * @param layout the layout of input, residual and output
 */
public record LayerCase(LayerShape shape, Precision precision, Layout layout) {
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  /**
   * Checks that the case can be verified.
   *
   * @throws IllegalArgumentException if W or the output has more elements than the oracle takes, or
   *     sums of integers may not fit
   */
  public LayerCase {
    long elements = Math.max(shape.output().elements(), shape.weights());
    if (elements > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "shape is "
              + shape
              + ", expected W and an output of at most 2^31-9 elements, as the oracle takes");
    }
    QuantizedWeights.checkSums(shape.spec(precision, layout));
  }

  /** The layer. */
  public ConvSpec spec() {
    return shape.spec(precision, layout);
  }

  /** The input. */
  public TensorSpec input() {
    return TensorSpec.of(shape.input(), precision.storage(), layout);
  }

  /** The output, and the residual. */
  public TensorSpec output() {
    return spec().output(input());
  }

  /** Floating-point operations: two for a multiply-add; bias and activation are not counted. */
  public double flops() {
    return 2.0 * shape.macs();
  }

  /** Bytes that have to be moved, as {@link LayerShape#bytes} counts them. */
  public long bytes() {
    return shape.bytes(precision);
  }

  /** The options that select this case. */
  public String options() {
    return "--shape "
        + shape
        + " --dtype "
        + precision.name().toLowerCase(Locale.ROOT)
        + " --layout "
        + layout.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return shape
        + " "
        + precision.name().toLowerCase(Locale.ROOT)
        + " "
        + layout.name().toLowerCase(Locale.ROOT);
  }
}
