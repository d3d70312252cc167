package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a layer decides once for tensors of some shape: whether to gather, the products,
 * where they go, and the epilogue's rows.
 *
 * <p>With an epilogue behind it, a 16-bit product is kept in binary32 until the epilogue rounds it,
 * so that the output is rounded once.
 */
final class CudaPlan {
  private final TensorSpec x;
  private final @Nullable TensorSpec residual;
  private final TensorSpec y;

  final @Nullable TensorSpec gathered;
  final GemmShape gemm;

  /** Where the products go: y itself, or a binary32 tensor of y's extents in scratch memory. */
  final TensorSpec product;

  final boolean epilogue;
  final boolean wide;

  CudaPlan(
      ConvSpec spec,
      boolean ownEpilogue,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this.x = x;
    this.residual = residual;
    this.y = y;
    gathered = GemmShape.needsGather(spec, x) ? GemmShape.gathered(spec, x) : null;
    epilogue = ownEpilogue || residual != null;
    product =
        epilogue && y.dtype() != DType.F32 ? TensorSpec.of(y.shape(), DType.F32, y.layout()) : y;
    TensorSpec output =
        new TensorSpec(
            y.shape(), y.dtype(), y.layout(), product.channelOffset(), product.channelPitch());
    gemm = GemmShape.of(spec, x, output);
    wide = isWide();
  }

  boolean inScratch() {
    return !product.equals(y);
  }

  /** Rows of the epilogue; see kernels.cu. */
  long rows() {
    Shape shape = y.shape();
    return y.layout() == Layout.NCHW ? shape.n() : shape.n() * shape.pixels();
  }

  long rowLength() {
    Shape shape = y.shape();
    return y.layout() == Layout.NCHW ? shape.c() * shape.pixels() : shape.c();
  }

  long channelLength() {
    return y.layout() == Layout.NCHW ? y.shape().pixels() : 1;
  }

  static long rowPitch(TensorSpec spec) {
    return spec.layout() == Layout.NCHW ? spec.imageStride() : spec.channelPitch();
  }

  private boolean isWide() {
    int width = Kernels.wide(y.dtype());
    return rowLength() % width == 0
        && isWide(y, width)
        && isWide(product, width)
        && (residual == null || isWide(residual, width));
  }

  /** Buffers start aligned; so do all rows if what lies before each is a multiple of the width. */
  private static boolean isWide(TensorSpec spec, int width) {
    return spec.offset() % width == 0 && rowPitch(spec) % width == 0;
  }

  @Override
  public String toString() {
    return "x " + x + ", y " + y + (residual == null ? "" : ", residual " + residual);
  }
}
