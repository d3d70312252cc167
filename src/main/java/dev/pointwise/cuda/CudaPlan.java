package dev.pointwise.cuda;

import dev.pointwise.spec.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a layer does for tensors of these specs, decided once.
 *
 * @param variant what runs
 */
record CudaPlan(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y, Variant variant) {
  @Override
  public String toString() {
    return "x " + x + ", y " + y + (residual == null ? "" : ", residual " + residual);
  }
}
