package dev.pointwise.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/**
 * The one struct that a kernel takes, in off-heap memory that the launch copies. Fields are put in
 * the order of kernels.cu, each at a multiple of its size.
 */
final class KernelParams {
  private static final int CAPACITY = 128;

  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
  private final Pointer pointer = Pointer.to(Pointer.toBuffer(buffer));

  KernelParams clear() {
    buffer.clear();
    return this;
  }

  KernelParams put(long value) {
    buffer.putLong(value);
    return this;
  }

  KernelParams put(int value) {
    buffer.putInt(value);
    return this;
  }

  KernelParams put(float value) {
    buffer.putFloat(value);
    return this;
  }

  /** The argument list: one pointer, to the struct. */
  Pointer pointer() {
    return pointer;
  }
}
