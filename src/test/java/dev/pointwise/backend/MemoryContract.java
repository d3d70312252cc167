package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.lang.ref.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backend counts its memory and keeps a limit; what fails for want of memory can be repeated. */
interface MemoryContract extends BackendSource {
  TensorSpec TENSOR = SmallLayer.INPUT;

  @Test
  default void countsTensors() {
    try (Backend own = open()) {
      own.allocate(TENSOR).close();
      MemoryStatus before = own.memory();
      try (Tensor tensor = own.allocate(TENSOR)) {
        MemoryStatus with = own.memory();
        long bytes = tensor.spec().storageBytes();
        assertTrue(with.inUse() >= before.inUse() + bytes, with::toString);
        assertTrue(with.highWater() >= with.inUse(), with::toString);
        assertTrue(with.reserved() >= with.inUse(), with::toString);
        assertEquals(MemoryStatus.UNLIMITED, with.limit());
      }
      assertEquals(before.inUse(), own.memory().inUse());
      assertTrue(own.memory().highWater() > before.inUse());
      own.resetHighWater();
      assertEquals(before.inUse(), own.memory().highWater());
    }
  }

  @Test
  default void refusesWhatIsBeyondItsLimit() {
    try (Backend own = open();
        SmallLayer small = new SmallLayer(own)) {
      HostTensor image = HostTensors.counting(SmallLayer.INPUT);
      small.x.write(image);
      small.layer.runInto(small.x, null, small.y);
      float[] expected = small.y.download().toArray();
      MemoryStatus before = own.memory();
      own.limitMemory(0);
      assertEquals(0, own.memory().limit());
      List<Runnable> calls =
          List.of(
              () -> own.allocate(TENSOR).close(),
              () -> own.upload(image).close(),
              () -> small.layer.run(small.x).close());
      for (Runnable call : calls) {
        DeviceMemoryException refused = assertThrows(DeviceMemoryException.class, call::run);
        assertTrue(refused.requested() > 0, refused::toString);
        assertEquals(0, refused.free());
        assertEquals(0, refused.limit());
        assertTrue(String.valueOf(refused.getMessage()).contains("limit 0"), refused::toString);
      }
      assertEquals(before.inUse(), own.memory().inUse());
      small.layer.runInto(small.x, null, small.y);
      assertArrayEquals(expected, small.y.download().toArray());
      own.limitMemory(MemoryStatus.UNLIMITED);
      calls.forEach(Runnable::run);
      try (Tensor y = small.layer.run(small.x)) {
        assertArrayEquals(expected, y.download().toArray());
      }
    }
  }

  @Test
  default void asksCachesBeforeItGivesUp() {
    try (Backend own = open()) {
      MemoryCache cache = () -> own.limitMemory(MemoryStatus.UNLIMITED);
      own.addCache(cache);
      try {
        own.limitMemory(0);
        own.allocate(TENSOR).close();
        assertEquals(MemoryStatus.UNLIMITED, own.memory().limit());
      } finally {
        Reference.reachabilityFence(cache);
      }
    }
  }

  @Test
  default void refusesALimitBelowZero() {
    Refusal.argument(() -> backend().limitMemory(-1), "memory limit is -1", "at least 0");
  }

  @Test
  default void tellsNoMemoryOnceClosed() {
    Backend closed = open();
    closed.close();
    Refusal.state(closed::memory, "closed");
    Refusal.state(closed::resetHighWater, "closed");
    Refusal.state(() -> closed.limitMemory(1), "closed");
  }
}
