package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/** A tensor, or a view of one, in the memory of a GPU. */
final class CudaTensor extends AbstractTensor {
  private final CudaBackend backend;
  private final DeviceBuffer buffer;

  CudaTensor(CudaBackend backend, TensorSpec spec, DeviceBuffer buffer) {
    super(backend, spec);
    this.backend = backend;
    this.buffer = buffer;
  }

  private CudaTensor(CudaTensor of, TensorSpec spec) {
    super(of, spec);
    this.backend = of.backend;
    this.buffer = of.buffer;
  }

  DeviceBuffer buffer() {
    return buffer;
  }

  /** Address of the view's first element. */
  long address() {
    return buffer.pointer().address() + spec().offset() * spec().dtype().bytes();
  }

  @Override
  protected CudaTensor view(TensorSpec viewSpec) {
    return new CudaTensor(this, viewSpec);
  }

  @Override
  protected void writeCompact(HostTensor host) {
    backend.onLane(
        lane -> {
          BufferSet used = lane.buffers();
          used.write(buffer);
          used.begin();
          try {
            lane.staging().upload(host.data(), start(), rows());
          } finally {
            used.end();
          }
        });
  }

  @Override
  protected void readCompact(HostTensor host) {
    backend.onLane(
        lane -> {
          BufferSet used = lane.buffers();
          used.read(buffer);
          used.begin();
          try {
            lane.staging().download(start(), host.data(), rows());
          } finally {
            used.end();
          }
        });
  }

  /** Enqueues a copy of a tensor like this one; both are whole and have no element in common. */
  void copyFrom(CudaTensor from, Lane lane) {
    BufferSet used = lane.buffers();
    used.read(from.buffer);
    used.write(buffer);
    used.begin();
    try {
      Driver.copyOnDevice(
          buffer.pointer(), from.buffer.pointer(), spec().storageBytes(), lane.stream());
    } finally {
      used.end();
    }
  }

  private DevicePointer start() {
    return buffer.pointer().at(spec().offset() * spec().dtype().bytes());
  }

  /** The contiguous stretches of the view: images where planar, pixels where interleaved. */
  private Staging.Rows rows() {
    int bytes = spec().dtype().bytes();
    long images = spec().shape().n();
    long pixels = spec().shape().pixels();
    long channels = spec().shape().c();
    return spec().layout() == Layout.NCHW
        ? new Staging.Rows(images, channels * pixels * bytes, spec().imageStride() * bytes)
        : new Staging.Rows(images * pixels, channels * bytes, (long) spec().channelPitch() * bytes);
  }

  @Override
  protected void free() {
    backend.release(buffer);
  }
}
