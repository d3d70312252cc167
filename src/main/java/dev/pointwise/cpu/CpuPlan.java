package dev.pointwise.cpu;

import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Span;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmOperand;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a layer decides once for tensors of some shape: whether the input has to be
 * copied, the products, and the chunks they are cut into.
 */
final class CpuPlan {
  private final TensorSpec y;

  /** What the layer reads; one branch unless it runs on a concatenation. */
  final List<Branch> branches;

  /** The product of the first branch: where the outputs lie is the same for all. */
  final Product product;

  /** Where the residual lies, mapped as the output is; null if there is none. */
  final @Nullable GemmOperand residual;

  final Tiling tiling;
  final long chunksPerSegment;

  /** Bytes of scratch memory that all branches are staged in. */
  final long stagedBytes;

  private CpuPlan(
      ConvSpec spec,
      List<Branch> branches,
      @Nullable GemmOperand residual,
      TensorSpec y,
      CoreClass core,
      int threads) {
    this.branches = branches;
    this.residual = residual;
    this.y = y;
    product = branches.getFirst().product();
    requireIntegerPitches();
    Tiling.Extents extents = Tiling.Extents.of(product, spec.groupIn(), y.dtype() == DType.F32);
    tiling = Tiling.of(extents, core, threads);
    chunksPerSegment = tiling.chunks(extents);
    stagedBytes = branches.stream().mapToLong(Branch::stagedBytes).sum();
  }

  /** The plan for one input. */
  static CpuPlan of(
      ConvSpec spec,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y,
      CoreClass core,
      int threads) {
    boolean stage = isRounded(spec) || GemmShape.needsGather(spec, x);
    ConvSpec mapped = stage ? spec.stride(1) : spec;
    TensorSpec input = stage ? GemmShape.gathered(spec, x) : x;
    Product product = new Product(GemmShape.of(mapped, input, y));
    Branch branch = new Branch(0, x, stage ? staged(input) : null, product, 0);
    GemmOperand addend = residual == null ? null : GemmShape.of(mapped, input, residual).c();
    return new CpuPlan(spec, List.of(branch), addend, y, core, threads);
  }

  /** The plan for a concatenation. */
  static CpuPlan of(
      ConvSpec spec,
      List<Span> spans,
      @Nullable TensorSpec residual,
      TensorSpec y,
      CoreClass core,
      int threads) {
    boolean stage = isRounded(spec);
    List<TensorSpec> inputs =
        spans.stream().map(span -> stage ? span.spec().compact() : span.spec()).toList();
    List<GemmShape> products = GemmShape.ofConcat(spec, inputs, y);
    List<Branch> branches = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < spans.size(); i++) {
      TensorSpec x = spans.get(i).spec();
      branches.add(
          new Branch(
              spans.get(i).first(),
              x,
              stage ? staged(inputs.get(i)) : null,
              new Product(products.get(i)),
              column));
      column += x.shape().c();
    }
    GemmOperand addend =
        residual == null ? null : GemmShape.ofConcat(spec, inputs, residual).getFirst().c();
    return new CpuPlan(spec, List.copyOf(branches), addend, y, core, threads);
  }

  private static boolean isRounded(ConvSpec spec) {
    return spec.precision() != Precision.F32;
  }

  private static TensorSpec staged(TensorSpec input) {
    return TensorSpec.of(input.shape(), DType.F32, input.layout());
  }

  private void requireIntegerPitches() {
    long most = Math.max(product.output().ld(), residual == null ? 0 : residual.ld());
    for (Branch branch : branches) {
      most = Math.max(most, branch.product().input().ld());
    }
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
    return (stagedBytes == 0 ? "" : "a copy to binary32, then ") + "OpenBLAS sgemm, " + tiling;
  }

  @Override
  public String toString() {
    return tiling + " for x " + branches.stream().map(Branch::spec).toList() + ", y " + y;
  }
}
