package dev.pointwise.multi;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * What one call does on each device.
 *
 * @param tensors what it reads and writes; all have images on the same devices
 * @param work does it on the device at a place that has images
 */
record Step(List<MultiTensor> tensors, IntConsumer work) {
  /** Does it on all devices, in one order with the other work on the tensors. */
  void run(DeviceGroup group) {
    TensorLock[] locks = new TensorLock[tensors.size()];
    for (int i = 0; i < locks.length; i++) {
      locks[i] = tensors.get(i).lock();
    }
    TensorLock.holding(TensorLock.ordered(locks), () -> group.onFirst(used(), work));
  }

  /** Does it on one device, if that has images. */
  void on(int place) {
    if (place < used()) {
      work.accept(place);
    }
  }

  /** On how many devices, from the first on, there is something to do. */
  int used() {
    return tensors.getFirst().split().used();
  }
}
