package dev.pointwise.cuda;

import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import jcuda.driver.CUfunction;

/** Copies every stride-th pixel of an input into a compact tensor; see kernels.cu. */
final class Gather implements InputCopy {
  private final TensorSpec from;
  private final TensorSpec to;
  private final int stride;
  private final CUfunction kernel;
  private final int blocks;

  /**
   * A gather.
   *
   * @param to as many images and channels, and {@code 1/stride} of the rows and columns, rounded
   *     up; in either layout
   */
  Gather(CudaBackend backend, int stride, TensorSpec x, TensorSpec to) {
    from = x;
    this.to = to;
    this.stride = stride;
    long elements = to.shape().elements();
    kernel = backend.kernels().gather(x.dtype(), elements);
    blocks = backend.blocks(elements, Kernels.THREADS);
  }

  @Override
  public long bytes() {
    return to.storageBytes();
  }

  @Override
  public void enqueue(Lane lane, DevicePointer input, DevicePointer output) {
    long row = (long) stride * from.shape().w() * from.pixelStride();
    long pixel = stride * from.pixelStride();
    long channel = from.channelStride();
    KernelParams params =
        lane.params()
            .clear()
            .put(input.address() + from.offset() * from.dtype().bytes())
            .put(output.address())
            .put((long) to.shape().n());
    if (to.layout() == Layout.NCHW) {
      params.put((long) to.shape().c()).put((long) to.shape().h()).put((long) to.shape().w());
      params.put(from.imageStride()).put(channel).put(row).put(pixel);
    } else {
      params.put((long) to.shape().h()).put((long) to.shape().w()).put((long) to.shape().c());
      params.put(from.imageStride()).put(row).put(pixel).put(channel);
    }
    Driver.launch(kernel, blocks, Kernels.THREADS, lane.stream(), params.pointer());
  }
}
