package dev.pointwise.cuda;

import dev.pointwise.spec.TensorSpec;
import jcuda.driver.CUfunction;

/**
 * Copies every stride-th pixel of a quantized NHWC input into a compact tensor, each filled up with
 * zeros to a multiple of {@link LayerWeights#PADDING} channels; see kernels.cu.
 */
final class Pad implements InputCopy {
  private final TensorSpec from;
  private final TensorSpec to;
  private final int stride;
  private final CUfunction kernel;
  private final int blocks;

  /**
   * A copy.
   *
   * @param to as many images, {@code 1/stride} of the rows and columns, rounded up, and the
   *     channels filled up
   */
  Pad(CudaBackend backend, int stride, TensorSpec x, TensorSpec to) {
    from = x;
    this.to = to;
    this.stride = stride;
    long packs = to.shape().elements() / LayerWeights.PADDING;
    kernel = backend.kernels().pad(packs);
    blocks = backend.blocks(packs, Kernels.THREADS);
  }

  @Override
  public long bytes() {
    return to.storageBytes();
  }

  @Override
  public void enqueue(Lane lane, DevicePointer input, DevicePointer output) {
    KernelParams params =
        lane.params()
            .clear()
            .put(input.address() + from.offset())
            .put(output.address())
            .put((long) to.shape().n() * to.shape().h())
            .put((long) to.shape().h())
            .put((long) to.shape().w())
            .put((long) from.shape().c())
            .put((long) to.shape().c())
            .put(from.imageStride())
            .put((long) stride * from.shape().w() * from.pixelStride())
            .put(stride * from.pixelStride());
    Driver.launch(kernel, blocks, Kernels.THREADS, lane.stream(), params.pointer());
  }
}
