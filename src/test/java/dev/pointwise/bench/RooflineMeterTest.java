package dev.pointwise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Tensor;
import dev.pointwise.cpu.CpuBackend;
import dev.pointwise.results.Roofline;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import dev.pointwise.testing.OracleBackend;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is measured is complete, and of the device; how fast it is says nothing. */
class RooflineMeterTest {
  @Test
  void measuresAllOfIt() {
    try (Backend backend = new OracleBackend()) {
      Roofline roofline = new RooflineMeter(backend).measure(Set.of("f32"));
      List<Long> sets = roofline.bandwidths().stream().map(Roofline.Bandwidth::bytes).toList();
      assertEquals(64 << 10, sets.getFirst());
      assertTrue(sets.getLast() >= 4 * backend.cacheBytes(), sets::toString);
      assertTrue(sets.size() >= 4, sets::toString);
      for (Roofline.Bandwidth each : roofline.bandwidths()) {
        assertTrue(each.rate() > 0 && Double.isFinite(each.rate()), each::toString);
      }
      assertEquals(Set.of("f32"), roofline.peaks().keySet());
      for (double peak : roofline.peaks().values()) {
        assertTrue(peak > 0 && Double.isFinite(peak), () -> "" + peak);
      }
      assertTrue(roofline.launch() > 0 && roofline.launch() < 1, () -> "" + roofline.launch());
    }
  }

  @Test
  void leavesOutWhatTheBackendHasNot() {
    try (Backend backend = CpuBackend.open(1)) {
      RooflineMeter meter = new RooflineMeter(backend);
      assertEquals(Set.of("f32", "bf16"), meter.supported(Set.of("f32", "bf16", "f8", "i8")));
    }
  }

  @Test
  void refusesAnUnknownDtype() {
    try (Backend backend = new OracleBackend()) {
      RooflineMeter meter = new RooflineMeter(backend);
      Refusal.argument(() -> meter.measure(Set.of("f64")), "'f64'", "expected one of");
    }
  }

  /** Every tensor of a set takes its turn, and a copy never goes onto itself. */
  @Test
  void usesAllMemoryOfASetInTurn() {
    try (Backend backend = new OracleBackend();
        WorkingSet set = new WorkingSet(backend, 5 * 4096, 4096)) {
      for (int round = 0; round < 2; round++) {
        Set<Tensor> used = new HashSet<>();
        for (int i = 0; i < 5; i++) {
          Tensor next = set.next();
          assertTrue(!next.overlaps(set.opposite()));
          used.add(next);
        }
        assertEquals(5, used.size());
      }
      assertEquals(5 * 4096, set.bytes());
    }
  }

  @Test
  void takesAsMuchOfASetAsIsAskedFor() {
    try (Backend backend = new OracleBackend();
        WorkingSet set = new WorkingSet(backend, 8 * 8192, 8192);
        WorkingSet small = set.first(4096);
        WorkingSet large = set.first(4 * 8192);
        WorkingSet turned = large.as(ConvSpec.of(8, 1).input(256, 1, 1))) {
      assertEquals(4096, small.bytes());
      assertEquals(2048, small.pieceBytes());
      assertEquals(4 * 8192, large.bytes());
      assertEquals(8192, large.pieceBytes());
      assertEquals(8, turned.next().spec().shape().c());
    }
  }

  @Test
  void doesWithTheMemoryThereIs() {
    try (SmallBackend backend = new SmallBackend(3);
        WorkingSet set = new WorkingSet(backend, 8 * 4096, 4096)) {
      assertEquals(3 * 4096, set.bytes());
    }
    try (SmallBackend backend = new SmallBackend(1)) {
      assertThrows(DeviceMemoryException.class, () -> new WorkingSet(backend, 8 * 4096, 4096));
    }
  }

  @Test
  void numbersFillATensorOfAnyType() {
    for (String dtype : List.of("f32", "f16", "bf16", "f8", "i8")) {
      ConvSpec spec = ConvSpec.of(7, 1).precision(Precision.parse(dtype));
      float[] values = Numbers.uniform(spec.input(3, 17, 19)).toArray();
      Set<Float> distinct = new HashSet<>();
      for (float value : values) {
        distinct.add(value);
        assertTrue(Math.abs(value) <= (dtype.equals("i8") ? 127 : 1), () -> dtype + " " + value);
      }
      assertTrue(distinct.size() > 50, () -> dtype + ": " + distinct.size());
      assertTrue(values[values.length - 1] != 0, dtype);
    }
  }
}
