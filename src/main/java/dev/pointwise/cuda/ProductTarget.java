package dev.pointwise.cuda;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;

/**
 * Where a product goes: to the output itself, or to scratch memory of the lane, in binary32.
 *
 * @param spec the tensor that the product fills, in the output's extents and layout
 * @param isScratch whether that is one in scratch memory
 */
record ProductTarget(TensorSpec spec, boolean isScratch) {
  /**
   * The target before an output. With an epilogue behind it, a 16-bit product is kept in binary32
   * until the epilogue rounds it, so that the output is rounded once.
   *
   * @param followed whether there is an epilogue
   */
  static ProductTarget before(TensorSpec y, boolean followed) {
    return followed && y.dtype() != DType.F32 ? scratch(y) : new ProductTarget(y, false);
  }

  /** A target in scratch memory, before outputs of these extents in all. */
  static ProductTarget scratch(TensorSpec y) {
    return new ProductTarget(TensorSpec.of(y.shape(), DType.F32, y.layout()), true);
  }

  /** The target as an output of that type, which is what the mapping to products asks for. */
  TensorSpec as(DType type) {
    return new TensorSpec(
        spec.shape(), type, spec.layout(), spec.channelOffset(), spec.channelPitch());
  }

  /** The bytes of scratch memory that it takes. */
  long scratchBytes() {
    return isScratch ? spec.storageBytes() : 0;
  }

  /** Takes the scratch memory, if it is there. */
  void reserve(Lane lane) {
    if (isScratch) {
      lane.product().get(spec.storageBytes());
    }
  }

  /** The first byte of the target's buffer, where {@code y} is that of the output's. */
  DevicePointer in(Lane lane, DevicePointer y) {
    return isScratch ? lane.product().get(spec.storageBytes()) : y;
  }
}
