package dev.pointwise.cuda;

import org.jspecify.annotations.Nullable;

/** A gather where the input needs one, cuBLAS' products, and the epilogue where one follows. */
final class GemmVariant implements Variant {
  private final LayerWeights weights;
  private final @Nullable Gather gather;
  private final Product product;
  private final @Nullable Epilogue epilogue;

  private final long productBytes;

  /**
   * A variant.
   *
   * @param gather what fills the tensor that the product reads, or null if it reads the input
   * @param productBytes of scratch memory that the product goes to; 0 if it goes to the output
   * @param epilogue what follows, from there into the output, or null if nothing does
   */
  GemmVariant(
      LayerWeights weights,
      @Nullable Gather gather,
      Product product,
      long productBytes,
      @Nullable Epilogue epilogue) {
    this.weights = weights;
    this.gather = gather;
    this.product = product;
    this.productBytes = productBytes;
    this.epilogue = epilogue;
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
