package dev.pointwise.multi;

import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/**
 * Which images of a batch each device has: consecutive ones, as evenly as possible, the longer
 * parts first. Where there are fewer images than devices, the last devices have none.
 *
 * @param n the images of the batch
 * @param devices how many devices share them
 */
record BatchSplit(int n, int devices) {
  /** How many devices, from the first on, have an image. */
  int used() {
    return Math.min(n, devices);
  }

  /** The images of one device. */
  int images(int device) {
    return n / devices + (device < n % devices ? 1 : 0);
  }

  /** The images before those of a device. */
  int before(int device) {
    return device * (n / devices) + Math.min(device, n % devices);
  }

  /** A device's part of a tensor, or of a slice of one. */
  TensorSpec part(TensorSpec whole, int device) {
    Shape shape = whole.shape();
    return new TensorSpec(
        new Shape(images(device), shape.c(), shape.h(), shape.w()),
        whole.dtype(),
        whole.layout(),
        whole.channelOffset(),
        whole.channelPitch());
  }

  /** A device's part of a compact host tensor, in that tensor's memory. */
  HostTensor part(HostTensor whole, int device) {
    TensorSpec part = part(whole.spec(), device);
    long imageBytes = whole.spec().imageStride() * whole.spec().dtype().bytes();
    return HostTensor.wrap(
        part, whole.data().asSlice(before(device) * imageBytes, part.storageBytes()));
  }
}
