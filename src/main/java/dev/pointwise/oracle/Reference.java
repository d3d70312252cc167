package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * What a layer should have computed. Elements are numbered in the order of the output's layout, as
 * in a compact output tensor. Immutable.
 */
public final class Reference {
  private final ConvSpec spec;
  private final TensorSpec output;
  private final double[] sum;
  private final double[] magnitude;
  private final float @Nullable [] slope;

  Reference(
      ConvSpec spec,
      TensorSpec output,
      double[] sum,
      double[] magnitude,
      float @Nullable [] slope) {
    this.spec = spec;
    this.output = output;
    this.sum = sum;
    this.magnitude = magnitude;
    this.slope = slope;
  }

  /** The layer. */
  public ConvSpec spec() {
    return spec;
  }

  /** The compact output: extents, storage type and layout. */
  public TensorSpec output() {
    return output;
  }

  /** Elements of the output. */
  public int size() {
    return sum.length;
  }

  /** The result: the activation of {@link #preActivation}, not rounded to the storage type. */
  public double value(int element) {
    return ActivationMath.apply(spec.activation(), slope(element), sum[element]);
  }

  /** The sum of products, bias and residual. */
  public double preActivation(int element) {
    return sum[element];
  }

  /**
   * S = Σ|w·x| + |b| + |r|, of a quantized layer s·Σ|q_w·q_x| + |b| + |r|: what the rounding errors
   * of the sum are measured by.
   */
  public double magnitude(int element) {
    return magnitude[element];
  }

  /** The PReLU slope that holds for an element; 0 where the activation has none. */
  float slope(int element) {
    return slope == null ? 0 : slope[channel(element)];
  }

  /** The output channel of an element. */
  int channel(int element) {
    long rank = output.layout() == Layout.NCHW ? element / output.shape().pixels() : element;
    return (int) (rank % output.shape().c());
  }

  /** The result as a compact tensor in the output's layout, rounded to {@code dtype}. */
  public HostTensor toHost(DType dtype) {
    HostTensor tensor = HostTensor.allocate(TensorSpec.of(output.shape(), dtype, output.layout()));
    for (int i = 0; i < sum.length; i++) {
      tensor.setAt(i, (float) value(i));
    }
    return tensor;
  }
}
