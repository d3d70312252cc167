package dev.pointwise.cpu;

import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a layer reads: its input, or a part of the concatenation that is its input.
 *
 * @param tensor which of the call's tensors it lies in
 * @param spec where it lies there
 * @param staged the compact binary32 tensor that it is gathered and rounded into, if it must be
 * @param product the product with its columns of W
 * @param column the first of those columns
 */
record Branch(
    int tensor, TensorSpec spec, @Nullable TensorSpec staged, Product product, int column) {
  private static final long ALIGNMENT = 64;

  /** Bytes of scratch memory that it is staged in. */
  long stagedBytes() {
    return staged == null ? 0 : Math.ceilDiv(staged.storageBytes(), ALIGNMENT) * ALIGNMENT;
  }
}
