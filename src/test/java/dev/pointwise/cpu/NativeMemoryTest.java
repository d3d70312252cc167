package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryAccount;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  private static final NativeHeap HEAP = new NativeHeap(new MemoryAccount(), () -> {});

  @Test
  void isAligned() {
    for (int bytes = 0; bytes < 300; bytes++) {
      try (NativeMemory memory = HEAP.allocate(bytes)) {
        assertEquals(0, memory.address() % 64);
      }
    }
  }

  @Test
  void allocatesWithoutAskingTheSystem() {
    ThreadMXBean heap = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int blocks = 1000;
    HEAP.allocate(64).close();
    long before = heap.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < blocks; i++) {
      HEAP.allocate(64).close();
    }
    // Asking costs 57 kB of the heap each time; a block is an object, and its calls are
    // interpreted.
    long perBlock = (heap.getCurrentThreadAllocatedBytes() - before) / blocks;
    assertTrue(perBlock < 2048, () -> perBlock + " bytes of the heap for each block");
  }

  @Test
  void refusesMoreThanThereIsAndStaysUsable() {
    TensorSpec huge = TensorSpec.of(new Shape(1 << 20, 1 << 20, 1024, 1), DType.F32, Layout.NCHW);
    try (Backend cpu = CpuBackend.open(1)) {
      DeviceMemoryException refusal =
          assertThrows(DeviceMemoryException.class, () -> cpu.allocate(huge));
      assertEquals(huge.storageBytes(), refusal.requested());
      assertEquals(NativeMemory.totalBytes(), refusal.total());
      HostTensor host = HostTensor.of(new Shape(1, 1, 1, 2), Layout.NCHW, 3, 4);
      try (Tensor tensor = cpu.upload(host)) {
        assertEquals(4, tensor.download().get(0, 0, 0, 1));
      }
    }
  }
}
