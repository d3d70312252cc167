package dev.pointwise.cpu;

import dev.pointwise.backend.BackendException;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a layer decides once for tensors of some shape: whether the input has to be
 * copied, the products, and the chunks they are cut into.
 */
final class CpuPlan {
  private final TensorSpec x;
  private final TensorSpec y;

  /** The compact binary32 tensor that the input is gathered and rounded into, if it must be. */
  final @Nullable TensorSpec staged;

  final Product product;

  /** Where the residual lies, mapped as the output is; null if there is none. */
  final @Nullable GemmOperand residual;

  final Tiling tiling;
  final long chunksPerSegment;

  CpuPlan(
      ConvSpec spec,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y,
      CoreClass core,
      int threads) {
    this.x = x;
    this.y = y;
    boolean stage = spec.precision() != Precision.F32 || GemmShape.needsGather(spec, x);
    TensorSpec gathered = GemmShape.gathered(spec, x);
    staged = stage ? TensorSpec.of(gathered.shape(), DType.F32, x.layout()) : null;
    ConvSpec mapped = stage ? spec.stride(1) : spec;
    TensorSpec input = stage ? gathered : x;
    product = new Product(GemmShape.of(mapped, input, y));
    this.residual = residual == null ? null : GemmShape.of(mapped, input, residual).c();
    requireIntegerPitches();
    Tiling.Extents extents = Tiling.Extents.of(product, y.dtype() == DType.F32);
    tiling = Tiling.of(extents, core, threads);
    chunksPerSegment = tiling.chunks(extents);
  }

  private void requireIntegerPitches() {
    long most = Math.max(product.input().ld(), product.output().ld());
    most = Math.max(most, residual == null ? 0 : residual.ld());
    if (most > Integer.MAX_VALUE) {
      throw new BackendException(
          "leading dimension is " + most + ", expected at most 2^31-1, the most of OpenBLAS");
    }
  }

  long chunks() {
    return product.segments() * chunksPerSegment;
  }

  /** What runs. */
  String explanation() {
    return (staged == null ? "" : "a copy to binary32, then ") + "OpenBLAS sgemm, " + tiling;
  }

  @Override
  public String toString() {
    return tiling + " for x " + x + ", y " + y;
  }
}
