package dev.pointwise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class HostTensorTest {
  private static final Shape SHAPE = new Shape(2, 3, 1, 2);
  private static final float[] COUNT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void holdsValuesInTheOrderOfItsLayout() {
    HostTensor planar = HostTensor.of(SHAPE, Layout.NCHW, COUNT);
    assertEquals(6, planar.get(0, 2, 0, 1));
    assertEquals(9, planar.get(1, 1, 0, 0));
    HostTensor pixels = HostTensor.of(SHAPE, Layout.NHWC, COUNT);
    assertEquals(6, pixels.get(0, 2, 0, 1));
    assertEquals(8, pixels.get(1, 1, 0, 0));
    assertArrayEquals(COUNT, planar.toArray());
    assertArrayEquals(COUNT, pixels.toArray());
  }

  @Test
  void startsAsZerosAndIsAligned() {
    HostTensor tensor = HostTensor.allocate(TensorSpec.of(SHAPE, DType.BF16, Layout.NCHW));
    assertArrayEquals(new float[12], tensor.toArray());
    assertEquals(0, tensor.data().address() % 64);
    assertEquals(24, tensor.data().byteSize());
  }

  @Test
  void roundsToItsType() {
    for (DType dtype : DType.values()) {
      HostTensor tensor = HostTensor.allocate(TensorSpec.of(SHAPE, dtype, Layout.NHWC));
      tensor.set(1, 2, 0, 1, 1 / 3f);
      assertEquals(Elements.stored(1 / 3f, dtype), tensor.get(1, 2, 0, 1));
      assertEquals(0, tensor.get(1, 1, 0, 1));
    }
  }

  @Test
  void storesLittleEndian() {
    HostTensor tensor = HostTensor.of(new Shape(1, 1, 1, 1), Layout.NCHW, 1);
    byte[] bytes = tensor.data().toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(new byte[] {0, 0, (byte) 0x80, 0x3f}, bytes);
  }

  @Test
  void sharesMemoryWithItsSlices() {
    for (Layout layout : Layout.values()) {
      HostTensor tensor = HostTensor.of(SHAPE, layout, COUNT);
      HostTensor slice = tensor.slice(1, 2);
      assertEquals(tensor.get(1, 2, 0, 1), slice.get(1, 1, 0, 1));
      slice.fill(-1);
      for (int n = 0; n < 2; n++) {
        for (int w = 0; w < 2; w++) {
          assertTrue(tensor.get(n, 0, 0, w) > 0, "channel 0 is not in the slice");
          assertEquals(-1, tensor.get(n, 1, 0, w));
          assertEquals(-1, tensor.get(n, 2, 0, w));
        }
      }
    }
  }

  @Test
  void copiesASliceToEitherLayout() {
    HostTensor planar = HostTensor.of(SHAPE, Layout.NCHW, COUNT).slice(1, 2);
    assertArrayEquals(new float[] {3, 4, 5, 6, 9, 10, 11, 12}, planar.toArray());
    HostTensor pixels = planar.copy(DType.F16, Layout.NHWC);
    assertArrayEquals(new float[] {3, 5, 4, 6, 9, 11, 10, 12}, pixels.toArray());
    assertTrue(pixels.spec().isCompact());
    assertArrayEquals(planar.toArray(), pixels.copy(DType.F32, Layout.NCHW).toArray());
  }

  @Test
  void wrapsMemoryOfTheCallers() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100);
      TensorSpec spec = TensorSpec.of(SHAPE, DType.F32, Layout.NCHW);
      HostTensor tensor = HostTensor.wrap(spec, memory);
      tensor.set(0, 0, 0, 1, 1);
      assertEquals(0x3f800000, memory.get(ValueLayout.JAVA_INT, 4));
      assertEquals(48, tensor.data().byteSize());
      Refusal.argument(() -> HostTensor.wrap(spec, memory.asSlice(0, 47)), "47 bytes", "48");
      Refusal.argument(
          () -> HostTensor.wrap(new TensorSpec(SHAPE, DType.F32, Layout.NCHW, 4, 7), memory),
          "100 bytes",
          "112");
    }
  }

  @Test
  void wrapsAnArrayWhateverItsAlignment() {
    MemorySegment memory = MemorySegment.ofArray(new byte[49]).asSlice(1);
    HostTensor tensor = HostTensor.wrap(TensorSpec.of(SHAPE, DType.F32, Layout.NCHW), memory);
    tensor.fill(2.5f);
    assertEquals(2.5f, tensor.get(1, 2, 0, 1));
  }

  @Test
  void refusesAnotherNumberOfValues() {
    Refusal.argument(() -> HostTensor.of(SHAPE, Layout.NCHW, 1, 2, 3), "values are 3", "12");
  }

  @Test
  void mayBeEmpty() {
    HostTensor tensor = HostTensor.of(new Shape(0, 3, 2, 2), Layout.NHWC);
    assertEquals(0, tensor.toArray().length);
    assertEquals(0, tensor.copy(DType.F16, Layout.NCHW).toArray().length);
  }

  @Test
  void quantizesToTheNearestOfTheScaledNumbers() {
    HostTensor x = HostTensor.of(new Shape(1, 4, 1, 1), Layout.NHWC, 1, -0.26f, -300, 0.1f);
    HostTensor integers = x.slice(0, 3).quantize(DType.I8, 0.5f);
    assertEquals(TensorSpec.of(new Shape(1, 3, 1, 1), DType.I8, Layout.NHWC), integers.spec());
    assertArrayEquals(new float[] {2, -1, -127}, integers.toArray());
    assertArrayEquals(new float[] {1, -0.5f, -63.5f}, integers.dequantize(0.5f).toArray());
    HostTensor floats = x.quantize(DType.E4M3, 0.25f);
    assertArrayEquals(new float[] {4, -1, -448, 0.40625f}, floats.toArray());
    assertEquals(DType.F32, floats.dequantize(0.25f).spec().dtype());
  }

  @Test
  void refusesScalesAndTypesToQuantizeWith() {
    HostTensor x = HostTensor.of(new Shape(1, 2, 1, 1), Layout.NCHW, 1, Float.NaN);
    for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      Refusal.argument(() -> x.quantize(DType.I8, wrong), "scale is " + wrong, "above 0");
    }
    HostTensor codes = x.quantize(DType.E4M3, 1);
    assertTrue(Float.isNaN(codes.get(0, 1, 0, 0)));
    Refusal.argument(() -> codes.dequantize(0), "scale is 0.0");
    Refusal.argument(() -> x.quantize(DType.I8, 1), "NaN", "I8");
    Refusal.argument(() -> x.quantize(DType.F16, 1), "from F32 to F16");
    Refusal.argument(() -> codes.quantize(DType.I8, 1), "from E4M3 to I8");
    Refusal.argument(() -> x.dequantize(1), "F32", "E4M3 or I8");
  }
}
