package dev.pointwise.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.MemoryStatus;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the CPU backend counts, and what it does at its limit. */
class CpuMemoryTest {
  /** Its input is copied, since a stride leaves pixels out. */
  private static final ConvSpec STRIDED = ConvSpec.of(4, 4).stride(2);

  private static final TensorSpec INPUT = STRIDED.input(1, 64, 64);

  private static ConvWeights ones() {
    float[] ones = new float[16];
    Arrays.fill(ones, 1);
    return ConvWeights.of(ones);
  }

  @Test
  void countsTensorsAndWeights() {
    try (CpuBackend backend = CpuBackend.open(1)) {
      assertEquals(new MemoryStatus(0, 0, 0, MemoryStatus.UNLIMITED), backend.memory());
      try (Tensor x = backend.allocate(INPUT);
          ConvLayer layer = backend.prepare(STRIDED, ones())) {
        long both = INPUT.storageBytes() + Float.BYTES * (16 + 4);
        assertEquals(both, backend.memory().inUse());
        layer.run(x).close();
        assertTrue(backend.memory().highWater() > both);
      }
      backend.allocate(INPUT).close();
    }
  }

  @Test
  void refusesAndGoesOn() {
    HostTensor image = HostTensor.allocate(INPUT).fill(2);
    try (CpuBackend backend = CpuBackend.open(1);
        Tensor kept = backend.upload(image)) {
      long bytes = INPUT.storageBytes();
      backend.limitMemory(2 * bytes - 1);
      DeviceMemoryException refused =
          assertThrows(DeviceMemoryException.class, () -> backend.allocate(INPUT));
      assertEquals(bytes, refused.requested());
      assertEquals(bytes - 1, refused.free());
      assertEquals(NativeMemory.totalBytes(), refused.total());
      assertEquals(2 * bytes - 1, refused.limit());
      assertArrayEquals(image.toArray(), kept.download().toArray());
      backend.limitMemory(2 * bytes);
      backend.allocate(INPUT).close();
    }
  }

  @Test
  void takesScratchMemoryThatNobodyUses() {
    try (CpuBackend backend = CpuBackend.open(1);
        Tensor x = backend.upload(HostTensor.allocate(INPUT).fill(2));
        ConvLayer layer = backend.prepare(STRIDED, ones());
        Tensor y = backend.allocate(STRIDED.output(INPUT))) {
      long before = backend.memory().inUse();
      layer.runInto(x, null, y);
      long scratch = backend.memory().inUse() - before;
      TensorSpec small = STRIDED.input(1, 16, 16);
      assertTrue(scratch > small.storageBytes(), () -> scratch + " bytes of scratch memory");
      backend.limitMemory(before + scratch);
      backend.allocate(small).close();
      assertEquals(before, backend.memory().inUse());
      layer.runInto(x, null, y);
      assertEquals(8, y.download().get(0, 3, 31, 31));
    }
  }
}
