package dev.pointwise.cpu;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.Elements;

/**
 * Copies an input into a compact binary32 tensor: the pixels that a strided layer reads, rounded to
 * the layer's precision. A chunk is one channel of one image where planar, one row of pixels where
 * interleaved.
 */
record Stager(
    TensorSpec from, long source, TensorSpec to, long target, int stride, Precision precision)
    implements WorkerPool.Job {
  long chunks() {
    Shape shape = to.shape();
    return (long) shape.n() * (isPlanar() ? shape.c() : shape.h());
  }

  private boolean isPlanar() {
    return to.layout() == Layout.NCHW;
  }

  @Override
  public void run(long chunk, Workspace workspace) {
    Shape shape = to.shape();
    if (isPlanar()) {
      movePlane(workspace, (int) (chunk / shape.c()), (int) (chunk % shape.c()));
    } else {
      moveRow(workspace, (int) (chunk / shape.h()), (int) (chunk % shape.h()));
    }
  }

  private void movePlane(Workspace workspace, int n, int c) {
    Shape shape = to.shape();
    if (stride == 1) {
      move(workspace, from.index(n, c, 0, 0), 1, to.index(n, c, 0, 0), shape.pixels());
      return;
    }
    for (int h = 0; h < shape.h(); h++) {
      move(workspace, from.index(n, c, h * stride, 0), stride, to.index(n, c, h, 0), shape.w());
    }
  }

  private void moveRow(Workspace workspace, int n, int h) {
    Shape shape = to.shape();
    if (stride == 1 && from.isCompact()) {
      long elements = (long) shape.w() * shape.c();
      move(workspace, from.index(n, 0, h, 0), 1, to.index(n, 0, h, 0), elements);
      return;
    }
    for (int w = 0; w < shape.w(); w++) {
      long pixel = from.index(n, 0, h * stride, w * stride);
      move(workspace, pixel, 1, to.index(n, 0, h, w), shape.c());
    }
  }

  private void move(Workspace workspace, long start, long step, long end, long length) {
    float[] values = workspace.values;
    DType type = from.dtype();
    for (long at = 0; at < length; at += Lines.LONGEST) {
      int count = (int) Math.min(Lines.LONGEST, length - at);
      long address = source + (start + at * step) * type.bytes();
      long output = target + (end + at) * Float.BYTES;
      if (type == DType.F32 && precision == Precision.F32) {
        Bits.gather(address, step, output, count);
      } else {
        workspace.lines.gather(type, address, step, values, count);
        round(values, count);
        workspace.lines.store(values, DType.F32, output, count);
      }
    }
  }

  private void round(float[] values, int count) {
    for (int i = 0; precision == Precision.TF32 && i < count; i++) {
      values[i] = Elements.toTf32(values[i]);
    }
  }
}
