package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;

/**
 * What is known of a tensor before a call says N, H and W.
 *
 * @param channels C
 * @param dtype the element type
 * @param layout the order of the axes
 */
record Signature(int channels, DType dtype, Layout layout) {
  static Signature of(TensorSpec tensor) {
    return new Signature(tensor.shape().c(), tensor.dtype(), tensor.layout());
  }

  /** What that layer reads. */
  static Signature inputOf(ConvSpec spec) {
    return of(spec.input(1, 1, 1));
  }

  /** What that layer writes; its residual has the same. */
  static Signature outputOf(ConvSpec spec) {
    return of(spec.output(spec.input(1, 1, 1)));
  }

  /** The compact tensor with the N, H and W of {@code extents}. */
  TensorSpec at(Shape extents) {
    return TensorSpec.of(extents.channels(channels), dtype, layout);
  }

  @Override
  public String toString() {
    return "c" + channels + " " + dtype + " " + layout;
  }
}
