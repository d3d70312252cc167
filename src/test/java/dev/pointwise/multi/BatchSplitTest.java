package dev.pointwise.multi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchSplitTest {
  @Test
  void dividesEveryBatchEvenly() {
    for (int n = 0; n < 20; n++) {
      for (int devices = 1; devices < 7; devices++) {
        BatchSplit split = new BatchSplit(n, devices);
        int before = 0;
        for (int device = 0; device < devices; device++) {
          assertEquals(before, split.before(device), split::toString);
          assertEquals(device < split.used(), split.images(device) > 0, split::toString);
          assertTrue(split.images(device) <= split.images(0), split::toString);
          assertTrue(split.images(device) >= split.images(0) - 1, split::toString);
          before += split.images(device);
        }
        assertEquals(n, before, split::toString);
      }
    }
  }

  @Test
  void partsHaveTheWholesChannels() {
    TensorSpec wide = TensorSpec.of(new Shape(5, 8, 3, 2), DType.F16, Layout.NHWC);
    BatchSplit split = new BatchSplit(5, 2);
    assertEquals(TensorSpec.of(new Shape(3, 8, 3, 2), DType.F16, Layout.NHWC), split.part(wide, 0));
    assertEquals(
        TensorSpec.of(new Shape(2, 8, 3, 2), DType.F16, Layout.NHWC).slice(1, 4),
        split.part(wide.slice(1, 4), 1));
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void partsOfHostTensorsShareTheirMemory(Layout layout) {
    HostTensor whole = HostTensor.allocate(TensorSpec.of(new Shape(5, 2, 1, 3), DType.F32, layout));
    BatchSplit split = new BatchSplit(5, 3);
    for (int device = 0; device < 3; device++) {
      split.part(whole, device).fill(device);
    }
    float[] expected = new float[5 * 6];
    IntStream.range(0, expected.length).forEach(i -> expected[i] = Math.floorDiv(i, 12));
    assertArrayEquals(expected, whole.toArray());
  }
}
