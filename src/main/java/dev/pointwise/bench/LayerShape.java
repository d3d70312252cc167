package dev.pointwise.bench;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;

/**
 * A layer with the extents of its input, apart from types and layouts. As text: {@code
 * n8c256h56w56k64s2g4+bias+add+relu}; {@link LayerShapeParser} tells which parts may be left out.
 *
 * @param input the input's extents; none is 0
 * @param cOut output channels
 * @param stride pixels from one sample to the next
 * @param groups into how many parts the channels are split
 * @param bias whether a bias is added
 * @param residual whether a residual is added
 * @param activation what is applied last
 */
public record LayerShape(
    Shape input,
    int cOut,
    int stride,
    int groups,
    boolean bias,
    boolean residual,
    Activation activation) {
  /**
   * Checks that there is something to compute and that the parts make a layer.
   *
   * @throws IllegalArgumentException if not
   */
  public LayerShape {
    if (input.isEmpty()) {
      throw new IllegalArgumentException("input is " + input + ", expected extents of at least 1");
    }
    new ConvSpec(
            input.c(), cOut, groups, stride, activation, Precision.F32, Layout.NCHW, Layout.NCHW)
        .macs(input);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is malformed, or makes no layer
   */
  public static LayerShape parse(String text) {
    return new LayerShapeParser(text).parse();
  }

  /** This layer on that many images. */
  public LayerShape batch(int n) {
    return new LayerShape(
        new Shape(n, input.c(), input.h(), input.w()),
        cOut,
        stride,
        groups,
        bias,
        residual,
        activation);
  }

  /** The product of this layer alone: without bias, residual and activation. */
  public LayerShape product() {
    return new LayerShape(input, cOut, stride, groups, false, false, Activation.NONE);
  }

  /** The layer in that precision, with that layout on both sides. */
  public ConvSpec spec(Precision precision, Layout layout) {
    return new ConvSpec(input.c(), cOut, groups, stride, activation, precision, layout, layout);
  }

  private ConvSpec spec() {
    return spec(Precision.F32, Layout.NCHW);
  }

  /** The output's extents. */
  public Shape output() {
    return spec().outputShape(input);
  }

  /** Multiply-adds; a FLOP count is twice this. */
  public long macs() {
    return spec().macs(input);
  }

  /** Elements of W. */
  public long weights() {
    return spec().weightElements();
  }

  /** Weights, and biases and slopes where there are any. */
  public long parameters() {
    return weights() + (long) cOut * vectors();
  }

  /** How many vectors of one binary32 per output channel the layer reads. */
  private int vectors() {
    return (bias ? 1 : 0) + (activation.kind() == Activation.Kind.PRELU ? 1 : 0);
  }

  /**
   * Bytes that have to be moved however the layer is computed: the pixels of the input that are
   * sampled, W, output, residual, bias, slope and scales, each once.
   */
  public long bytes(Precision precision) {
    long written = output().elements() * (residual ? 2 : 1);
    int scales = precision.quantized() ? 1 : 0;
    return inputBytes(precision)
        + weights() * precision.storage().bytes()
        + written * precision.output().bytes()
        + (long) Float.BYTES * cOut * (vectors() + scales);
  }

  /** Bytes of the pixels of the input that are sampled. */
  long inputBytes(Precision precision) {
    return output().channels(input.c()).elements() * precision.storage().bytes();
  }

  /** The text that {@link #parse} reads; parts that have their default value are left out. */
  @Override
  public String toString() {
    return input
        + "k"
        + cOut
        + (stride == 1 ? "" : "s" + stride)
        + (groups == 1 ? "" : "g" + groups)
        + epilogueText();
  }

  /** The part of the text that tells the output and what follows the product. */
  String outputText() {
    return "k" + cOut + epilogueText();
  }

  private String epilogueText() {
    return (bias ? "+bias" : "")
        + (residual ? "+add" : "")
        + (activation.equals(Activation.NONE) ? "" : "+" + activation);
  }
}
