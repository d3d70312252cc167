package dev.pointwise.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer whose address Java may read: JCuda shows it to subclasses alone. */
final class DevicePointer extends CUdeviceptr {
  private static final DevicePointer NULL = new DevicePointer();

  private DevicePointer() {}

  private DevicePointer(DevicePointer base, long byteOffset) {
    super(base, byteOffset);
  }

  /** The pointer to an address. */
  static DevicePointer of(long address) {
    return new DevicePointer(NULL, address);
  }

  long address() {
    return getNativePointer() + getByteOffset();
  }

  /** The pointer {@code byteOffset} bytes on; this one where that is zero. */
  DevicePointer at(long byteOffset) {
    return byteOffset == 0 ? this : new DevicePointer(this, byteOffset);
  }
}
