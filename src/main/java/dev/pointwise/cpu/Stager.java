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
      int n = (int) (chunk / shape.c());
      int c = (int) (chunk % shape.c());
      for (int h = 0; h < shape.h(); h++) {
        move(workspace, from.index(n, c, h * stride, 0), stride, to.index(n, c, h, 0), shape.w());
      }
    } else {
      int n = (int) (chunk / shape.h());
      int h = (int) (chunk % shape.h());
      for (int w = 0; w < shape.w(); w++) {
        long pixel = from.index(n, 0, h * stride, w * stride);
        move(workspace, pixel, 1, to.index(n, 0, h, w), shape.c());
      }
    }
  }

  private void move(Workspace workspace, long start, long step, long end, int length) {
    DType type = from.dtype();
    if (type == DType.F32 && precision == Precision.F32) {
      long address = source + start * Float.BYTES;
      Bits.gather(address, step, target + end * Float.BYTES, length);
      return;
    }
    float[] values = workspace.values;
    for (int at = 0; at < length; at += Lines.LONGEST) {
      int count = Math.min(Lines.LONGEST, length - at);
      long address = source + (start + at * step) * type.bytes();
      workspace.lines.gather(type, address, step, values, count);
      if (precision == Precision.TF32) {
        for (int i = 0; i < count; i++) {
          values[i] = Elements.toTf32(values[i]);
        }
      }
      workspace.lines.store(values, DType.F32, target + (end + at) * Float.BYTES, count);
    }
  }
}
