package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy on the device has every byte of its source, in the order of calls. */
interface CopyContract extends BackendSource {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void copiesEveryByte(TensorSpec spec) {
    HostTensor host = HostTensors.counting(spec);
    if (spec.dtype() != DType.I8) {
      host.setAt(3, Float.NaN);
    }
    host.setAt(5, -0f);
    try (Tensor from = backend().upload(host);
        Tensor to = backend().upload(HostTensors.full(spec, -5))) {
      backend().copy(from, to);
      assertEquals(-1, host.data().mismatch(to.download().data()));
      assertEquals(-1, host.data().mismatch(from.download().data()));
    }
  }

  /** Sizes that are cut into pieces, to the end and no further. */
  @ParameterizedTest
  @ValueSource(ints = {1, 65_535, 65_536, 65_537, 400_001})
  default void copiesTensorsOfAnySize(int elements) {
    TensorSpec spec = TensorSpec.of(new Shape(1, 1, 1, elements), DType.F32, Layout.NCHW);
    TensorSpec wide = TensorSpec.of(new Shape(1, 1, 1, elements + 8), DType.F32, Layout.NCHW);
    HostTensor host = HostTensors.counting(spec);
    HostTensor expected = HostTensors.full(wide, -5);
    expected.data().copyFrom(host.data());
    try (Tensor from = backend().upload(host);
        Tensor memory = backend().upload(HostTensors.full(wide, -5));
        Tensor to = memory.reshaped(spec)) {
      backend().copy(from, to);
      assertEquals(-1, expected.data().mismatch(memory.download().data()));
    }
  }

  @Test
  default void copiesAnEmptyTensor() {
    TensorSpec spec = TensorSpec.of(new Shape(0, 3, 4, 4), DType.F32, Layout.NCHW);
    try (Tensor from = backend().allocate(spec);
        Tensor to = backend().allocate(spec)) {
      assertDoesNotThrow(() -> backend().copy(from, to));
    }
  }

  /** A copy between runs sees what the one before it wrote, and not what comes later. */
  @Test
  default void copiesInTheOrderOfRuns() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor kept = backend().allocate(SmallLayer.OUTPUT);
        Tensor last = backend().allocate(SmallLayer.OUTPUT)) {
      small.layer.runInto(small.x, null, small.y);
      backend().copy(small.y, kept);
      backend().copy(kept, small.x);
      small.layer.runInto(small.x, null, small.y);
      backend().copy(small.y, last);
      small.y.write(HostTensors.full(SmallLayer.OUTPUT, 7));
      assertArrayEquals(full(4), kept.download().toArray());
      assertArrayEquals(full(16), last.download().toArray());
    }
  }

  /** The memory of a closed source serves the copy until that has run. */
  @Test
  default void copiesFromATensorThatIsClosedBehindIt() {
    TensorSpec spec = TensorSpec.of(new Shape(1, 1, 256, 256), DType.F32, Layout.NCHW);
    HostTensor host = HostTensors.counting(spec);
    try (Tensor to = backend().allocate(spec)) {
      try (Tensor from = backend().upload(host)) {
        backend().copy(from, to);
      }
      try (Tensor other = backend().upload(HostTensors.full(spec, 9))) {
        assertEquals(-1, host.data().mismatch(to.download().data()));
        other.write(host);
      }
    }
  }

  private static float[] full(float value) {
    return HostTensors.full(SmallLayer.OUTPUT, value).toArray();
  }

  @Test
  default void refusesWhatCannotBeCopied() {
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    TensorSpec half = TensorSpec.of(SmallLayer.INPUT.shape(), DType.F16, Layout.NCHW);
    TensorSpec mixed = TensorSpec.of(SmallLayer.INPUT.shape(), DType.F32, Layout.NHWC);
    try (Backend other = open();
        Tensor foreign = other.upload(host);
        Tensor tensor = backend().upload(host);
        Tensor view = tensor.reshaped(SmallLayer.INPUT);
        Tensor slice = tensor.slice(0, 2);
        Tensor like = backend().upload(host);
        Tensor slim = backend().allocate(slice.spec().compact());
        Tensor narrow = backend().allocate(half);
        Tensor turned = backend().allocate(mixed)) {
      Refusal.argument(() -> backend().copy(foreign, tensor), "from is", "another backend");
      Refusal.argument(() -> backend().copy(tensor, foreign), "to is", "another backend");
      Refusal.argument(() -> backend().copy(slice, slim), "from is", "slice");
      Refusal.argument(() -> backend().copy(slim, slice), "to is", "slice");
      Refusal.argument(() -> backend().copy(tensor, slim), "to is", "expected", "as from is");
      Refusal.argument(() -> backend().copy(tensor, narrow), "to is", "expected");
      Refusal.argument(() -> backend().copy(tensor, turned), "to is", "expected");
      Refusal.argument(() -> backend().copy(tensor, tensor), "shares elements");
      Refusal.argument(() -> backend().copy(tensor, view), "shares elements");
      assertArrayEquals(host.toArray(), like.download().toArray());
    }
  }

  @Test
  default void refusesToCopyWhatIsClosed() {
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    try (Tensor tensor = backend().upload(host)) {
      Tensor closed = backend().upload(host);
      Tensor view = closed.reshaped(SmallLayer.INPUT);
      view.close();
      Refusal.state(() -> backend().copy(view, tensor), "closed");
      Refusal.state(() -> backend().copy(tensor, view), "closed");
      closed.close();
      Refusal.state(() -> backend().copy(closed, tensor), "closed");
      Refusal.state(() -> backend().copy(tensor, closed), "closed");
      assertArrayEquals(host.toArray(), tensor.download().toArray());
    }
  }
}
