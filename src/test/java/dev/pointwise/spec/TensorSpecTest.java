package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import org.junit.jupiter.api.Test;

class TensorSpecTest {
  private static final Shape SHAPE = new Shape(2, 6, 3, 5);
  private static final TensorSpec PLANAR = TensorSpec.of(SHAPE, DType.F32, Layout.NCHW);
  private static final TensorSpec PIXELS = TensorSpec.of(SHAPE, DType.F16, Layout.NHWC);

  @Test
  void placesPlanarElements() {
    assertEquals(90, PLANAR.imageStride());
    assertEquals(15, PLANAR.channelStride());
    assertEquals(1, PLANAR.pixelStride());
    assertEquals(90 + 4 * 15 + 2 * 5 + 3, PLANAR.index(1, 4, 2, 3));
    assertEquals(720, PLANAR.storageBytes());
  }

  @Test
  void placesInterleavedElements() {
    assertEquals(90, PIXELS.imageStride());
    assertEquals(1, PIXELS.channelStride());
    assertEquals(6, PIXELS.pixelStride());
    assertEquals(90 + (2 * 5 + 3) * 6 + 4, PIXELS.index(1, 4, 2, 3));
    assertEquals(360, PIXELS.storageBytes());
  }

  @Test
  void slicesKeepThePlaceOfEveryElement() {
    for (TensorSpec whole : new TensorSpec[] {PLANAR, PIXELS}) {
      TensorSpec slice = whole.slice(2, 3);
      assertEquals(whole.index(1, 4, 2, 3), slice.index(1, 2, 2, 3));
      assertEquals(whole.index(1, 4, 2, 3), slice.slice(1, 2).index(1, 1, 2, 3));
      assertEquals(whole.storageElements(), slice.storageElements());
      assertEquals(whole.index(0, 2, 0, 0), slice.offset());
      assertEquals(new Shape(2, 3, 3, 5), slice.shape());
      assertFalse(slice.isCompact());
      assertTrue(slice.compact().isCompact());
      assertEquals(whole, whole.slice(0, 6));
    }
  }

  @Test
  void saysWhereItLies() {
    assertEquals("n2c6h3w5 F32 NCHW", PLANAR.toString());
    assertEquals("n2c3h3w5[2..5 of 6] F16 NHWC", PIXELS.slice(2, 3).toString());
  }

  @Test
  void overlapsWhereBytesOfDifferentExtentsMayBeShared() {
    TensorSpec whole = TensorSpec.of(new Shape(1, 8, 2, 2), DType.F32, Layout.NCHW);
    TensorSpec other = TensorSpec.of(new Shape(1, 4, 2, 2), DType.F32, Layout.NCHW);
    assertTrue(whole.overlaps(other));
    assertTrue(whole.slice(3, 1).overlaps(other));
    assertTrue(other.slice(3, 1).overlaps(whole.slice(3, 1)));
    assertFalse(whole.slice(4, 1).overlaps(other));
    assertFalse(other.overlaps(whole.slice(4, 4)));
    TensorSpec halves = TensorSpec.of(new Shape(1, 8, 2, 2), DType.F16, Layout.NCHW);
    assertFalse(halves.overlaps(whole.slice(4, 1)));
    assertTrue(halves.overlaps(whole.slice(3, 1)));
    TensorSpec interleaved = TensorSpec.of(new Shape(1, 8, 2, 2), DType.F32, Layout.NHWC);
    assertTrue(interleaved.slice(0, 1).overlaps(whole.slice(6, 1)));
    assertFalse(interleaved.slice(0, 1).overlaps(whole.slice(7, 1)));
    assertFalse(whole.overlaps(TensorSpec.of(new Shape(0, 4, 2, 2), DType.F32, Layout.NCHW)));
  }

  @Test
  void overlapsWhereChannelsAreShared() {
    assertTrue(PLANAR.overlaps(PLANAR));
    assertTrue(PLANAR.slice(0, 3).overlaps(PLANAR.slice(2, 2)));
    assertTrue(PLANAR.slice(2, 2).overlaps(PLANAR.slice(0, 3)));
    assertTrue(PLANAR.slice(1, 1).overlaps(PLANAR));
    assertFalse(PLANAR.slice(0, 3).overlaps(PLANAR.slice(3, 3)));
    assertFalse(PLANAR.slice(3, 3).overlaps(PLANAR.slice(0, 3)));
    TensorSpec empty = TensorSpec.of(new Shape(0, 6, 3, 5), DType.F32, Layout.NCHW);
    assertFalse(empty.overlaps(empty));
  }

  @Test
  void refusesSlicesThatAreNotThere() {
    Refusal.argument(() -> PLANAR.slice(4, 3), "[4, 7)", "6 channels");
    Refusal.argument(() -> PLANAR.slice(-1, 3), "slice start is -1");
    Refusal.argument(() -> PLANAR.slice(0, 0), "slice length is 0");
    Refusal.argument(() -> PLANAR.slice(2, 2).slice(1, 2), "[1, 3)", "2 channels");
    Refusal.argument(
        () -> PLANAR.slice(Integer.MAX_VALUE, Integer.MAX_VALUE), "[2147483647, 4294967294)");
    Refusal.argument(
        () -> new TensorSpec(SHAPE, DType.F32, Layout.NCHW, 1, 6), "[1, 7)", "6 channels");
    Refusal.argument(
        () -> new TensorSpec(SHAPE, DType.F32, Layout.NCHW, -1, 9), "channel offset is -1");
  }

  @Test
  void refusesMoreBytesThanALongCounts() {
    int max = Integer.MAX_VALUE;
    Shape fits = new Shape(2, 1, max, max);
    Refusal.argument(() -> TensorSpec.of(fits, DType.F16, Layout.NCHW), "bytes", "2^63");
    Shape half = new Shape(1, 1, max, max);
    assertEquals(2L * max * max, TensorSpec.of(half, DType.F16, Layout.NCHW).storageBytes());
    Refusal.argument(() -> new TensorSpec(half, DType.F16, Layout.NCHW, 0, 3), "bytes", "2^63");
  }
}
