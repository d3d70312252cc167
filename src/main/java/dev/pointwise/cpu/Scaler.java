package dev.pointwise.cpu;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * One run of a layer with one channel per group: each channel times a number, without products of
 * matrices. A chunk is one channel of one image where the output is planar, one row of pixels where
 * it is interleaved.
 */
final class Scaler implements WorkerPool.Job {
  /** Elements below which the caller does better without helpers. */
  private static final long ALONE_ELEMENTS = 50_000;

  private final ScalarWeights weights;
  private final Epilogue epilogue;
  private final int stride;
  private final TensorSpec xSpec;
  private final long x;
  private final @Nullable TensorSpec residualSpec;
  private final long residual;
  private final TensorSpec ySpec;
  private final long y;

  Scaler(
      ScalarWeights weights,
      Epilogue epilogue,
      int stride,
      CpuTensor x,
      @Nullable CpuTensor residual,
      CpuTensor y) {
    this.weights = weights;
    this.epilogue = epilogue;
    this.stride = stride;
    this.xSpec = x.spec();
    this.x = x.address();
    this.residualSpec = residual == null ? null : residual.spec();
    this.residual = residual == null ? 0 : residual.address();
    this.ySpec = y.spec();
    this.y = y.address();
  }

  long chunks() {
    Shape shape = ySpec.shape();
    return (long) shape.n() * (isPlanar() ? shape.c() : shape.h());
  }

  boolean alone() {
    return ySpec.shape().elements() < ALONE_ELEMENTS;
  }

  private boolean isPlanar() {
    return ySpec.layout() == Layout.NCHW;
  }

  @Override
  public void run(long chunk, Workspace workspace) {
    Shape shape = ySpec.shape();
    if (!isPlanar()) {
      int n = (int) (chunk / shape.h());
      int h = (int) (chunk % shape.h());
      for (int w = 0; w < shape.w(); w++) {
        row(workspace, n, 0, h, w, xSpec.channelStride(), shape.c());
      }
      return;
    }
    int n = (int) (chunk / shape.c());
    int c = (int) (chunk % shape.c());
    long step = stride * xSpec.pixelStride();
    if (stride == 1 && shape.pixels() <= Integer.MAX_VALUE) {
      row(workspace, n, c, 0, 0, step, (int) shape.pixels());
    } else {
      for (int h = 0; h < shape.h(); h++) {
        row(workspace, n, c, h, 0, step, shape.w());
      }
    }
  }

  /** Some contiguous elements of the output from (n, c, h, w) on. */
  private void row(Workspace workspace, int n, int c, int h, int w, long step, int length) {
    DType type = ySpec.dtype();
    long start = xSpec.index(n, c, h * stride, w * stride);
    long addend =
        residualSpec == null ? 0 : residual + residualSpec.index(n, c, h, w) * type.bytes();
    long output = y + ySpec.index(n, c, h, w) * type.bytes();
    Epilogue.Line line = new Epilogue.Line(0, addend, output, type, c, !isPlanar());
    for (int at = 0; at < length; at += Lines.LONGEST) {
      int count = Math.min(Lines.LONGEST, length - at);
      long address = x + (start + at * step) * type.bytes();
      workspace.lines.gather(type, address, step, workspace.values, count);
      if (isPlanar()) {
        weights.scale(workspace.values, count, c);
      } else {
        weights.scaleEach(workspace.values, count, at);
      }
      epilogue.finishValues(workspace, line, at, count);
    }
  }
}
