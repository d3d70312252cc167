package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import jcuda.driver.CUfunction;

/** Copies every stride-th pixel of an input into a compact tensor; see kernels.cu. */
final class Gather {
  private final TensorSpec from;
  private final TensorSpec to;
  private final int stride;
  private final CUfunction kernel;
  private final int blocks;

  /** The gather that {@link GemmShape#gathered} describes. */
  Gather(CudaBackend backend, ConvSpec spec, TensorSpec x) {
    from = x;
    to = GemmShape.gathered(spec, x);
    stride = spec.stride();
    long elements = to.shape().elements();
    kernel = backend.kernels().gather(x.dtype(), elements);
    blocks = backend.blocks(elements, Kernels.THREADS);
  }

  /** Bytes of the compact tensor. */
  long bytes() {
    return to.storageBytes();
  }

  /**
   * Enqueues the copy; the lane's lock is held.
   *
   * @param input the first byte of the buffer that the input lies in
   * @param output where the compact tensor goes
   */
  void enqueue(Lane lane, DevicePointer input, DevicePointer output) {
    long row = (long) stride * from.shape().w() * from.pixelStride();
    long pixel = stride * from.pixelStride();
    KernelParams params =
        lane.params()
            .clear()
            .put(input.address() + from.offset() * from.dtype().bytes())
            .put(output.address())
            .put((long) to.shape().n());
    if (from.layout() == Layout.NCHW) {
      params.put((long) to.shape().c()).put((long) to.shape().h()).put((long) to.shape().w());
      params.put(from.imageStride()).put(from.channelStride()).put(row).put(pixel);
    } else {
      params.put((long) to.shape().h()).put((long) to.shape().w()).put((long) to.shape().c());
      params.put(from.imageStride()).put(row).put(pixel).put(1L);
    }
    Driver.launch(kernel, blocks, Kernels.THREADS, lane.stream(), params.pointer());
  }
}
