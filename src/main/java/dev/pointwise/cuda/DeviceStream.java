package dev.pointwise.cuda;

import jcuda.driver.CUstream;

/** A stream whose address Java may read: JCuda shows it to subclasses alone. */
final class DeviceStream extends CUstream {
  long address() {
    return getNativePointer();
  }
}
