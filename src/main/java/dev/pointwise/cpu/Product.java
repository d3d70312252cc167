package dev.pointwise.cpu;

import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;

/**
 * A {@link GemmShape} in the terms of a layer: in each of {@code segments()} stretches of memory,
 * {@code channels} output channels at {@code pixels} pixels, each a sum of {@code depth} products.
 * "Planar" is a matrix where one channel's pixels are contiguous; its leading dimension leads from
 * channel to channel, else from pixel to pixel.
 */
record Product(GemmShape gemm) {
  boolean planarOutput() {
    return gemm.inputIsA();
  }

  boolean planarInput() {
    return input().transposed() != planarOutput();
  }

  int channels() {
    return Math.toIntExact(gemm.inputIsA() ? gemm.n() : gemm.m());
  }

  long pixels() {
    return gemm.inputIsA() ? gemm.m() : gemm.n();
  }

  int depth() {
    return Math.toIntExact(gemm.k());
  }

  long segments() {
    return gemm.batch() * gemm.outer();
  }

  long outer(long segment) {
    return segment / gemm.batch();
  }

  long batch(long segment) {
    return segment % gemm.batch();
  }

  GemmOperand input() {
    return gemm.inputIsA() ? gemm.a() : gemm.b();
  }

  GemmOperand weight() {
    return gemm.inputIsA() ? gemm.b() : gemm.a();
  }

  GemmOperand output() {
    return gemm.c();
  }

  /** The first output channel of a segment's group. */
  int firstChannel(long segment) {
    return (int) (weight().start(outer(segment), batch(segment)) / gemm.k());
  }

  /** Position of one element of the input. */
  long inputAt(long segment, long pixel) {
    return input().start(outer(segment), batch(segment)) + pixel * inputPixel();
  }

  private long inputPixel() {
    return planarInput() ? 1 : input().ld();
  }

  /** Elements from one input channel to the next. */
  long inputChannel() {
    return planarInput() ? input().ld() : 1;
  }

  /** Position of one element of a matrix that is mapped as the output is: output or residual. */
  long outputAt(GemmOperand like, long segment, int channel, long pixel) {
    long start = like.start(outer(segment), batch(segment));
    return planarOutput()
        ? start + channel * like.ld() + pixel
        : start + channel + pixel * like.ld();
  }
}
