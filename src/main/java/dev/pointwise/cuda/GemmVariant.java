package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A gather where the input needs one, cuBLAS' products, and the epilogue kernel where something
 * follows them.
 *
 * <p>With an epilogue behind it, a 16-bit product is kept in binary32 until the epilogue rounds it,
 * so that the output is rounded once.
 */
final class GemmVariant implements Variant {
  private final LayerWeights weights;
  private final @Nullable Gather gather;
  private final Product product;
  private final @Nullable Epilogue epilogue;

  /** The bytes of scratch memory that the product takes; 0 where it goes to the output itself. */
  private final long productBytes;

  GemmVariant(
      CudaBackend backend,
      ConvSpec spec,
      LayerWeights weights,
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y) {
    this.weights = weights;
    boolean followed = weights.needEpilogue() || residual != null;
    TensorSpec target = target(y, followed);
    productBytes = target.equals(y) ? 0 : target.storageBytes();
    gather = GemmShape.needsGather(spec, x) ? new Gather(backend, spec, x) : null;
    product = new Product(GemmShape.of(spec, x, like(y, target)), spec.precision(), target.dtype());
    epilogue =
        followed
            ? new Epilogue(
                backend, spec.activation(), weights.bias(), weights.slope(), target, residual, y)
            : null;
  }

  /** Where the product goes: y itself, or a binary32 tensor of y's extents in scratch memory. */
  static TensorSpec target(TensorSpec y, boolean followed) {
    return followed && y.dtype() != DType.F32 ? TensorSpec.of(y.shape(), DType.F32, y.layout()) : y;
  }

  /** The spec of y, placed as {@code target} is: what the mapping to products asks for. */
  private static TensorSpec like(TensorSpec y, TensorSpec target) {
    return new TensorSpec(
        y.shape(), y.dtype(), y.layout(), target.channelOffset(), target.channelPitch());
  }

  @Override
  public void reserve(Lane lane) {
    if (gather != null) {
      lane.gathered().get(gather.bytes());
    }
    if (productBytes != 0) {
      lane.product().get(productBytes);
    }
  }

  @Override
  public void enqueue(
      Lane lane, DevicePointer x, @Nullable DevicePointer residual, DevicePointer y) {
    DevicePointer input = x;
    if (gather != null) {
      input = lane.gathered().get(gather.bytes());
      gather.enqueue(lane, x, input);
    }
    DevicePointer output = productBytes == 0 ? y : lane.product().get(productBytes);
    product.enqueue(lane, input, weights.weight(), output);
    if (epilogue != null) {
      epilogue.enqueue(lane, output, residual, y);
    }
  }
}
