package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;

/**
 * What layers of one group have to have in common to run as siblings.
 *
 * @param cIn input channels
 * @param stride pixels from one sample to the next
 * @param precision element type and multiplication
 * @param inputLayout the layout of the input
 * @param outputLayout the layout of the outputs
 */
record SiblingKind(
    int cIn, int stride, Precision precision, Layout inputLayout, Layout outputLayout) {
  static SiblingKind of(ConvSpec spec) {
    return new SiblingKind(
        spec.cIn(), spec.stride(), spec.precision(), spec.inputLayout(), spec.outputLayout());
  }

  @Override
  public String toString() {
    return "C_in "
        + cIn
        + ", stride "
        + stride
        + ", "
        + precision
        + ", "
        + inputLayout
        + "→"
        + outputLayout
        + " as the first";
  }
}
