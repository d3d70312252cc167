package dev.pointwise.backend;

import dev.pointwise.tensor.HostTensor;

/**
 * A host tensor's copy on a device; of a slice, the copy of the wider tensor and the slice of that.
 *
 * @param whole the wider tensor
 * @param view the slice, or the wider tensor itself
 */
record DeviceSlice(Tensor whole, Tensor view) implements AutoCloseable {

  static DeviceSlice upload(Backend backend, HostTensor host) {
    Tensor whole = backend.upload(HostTensors.whole(host));
    return host.spec().isCompact()
        ? new DeviceSlice(whole, whole)
        : new DeviceSlice(whole, whole.slice(host.spec().channelOffset(), host.spec().shape().c()));
  }

  @Override
  public void close() {
    Closing.closeAll(view, whole);
  }
}
