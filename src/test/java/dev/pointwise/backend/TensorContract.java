package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors hold what was written, slices included. */
interface TensorContract extends BackendSource {
  /** Room for each of {@link #tensors}. */
  Shape BUFFER = new Shape(2, 7, 11, 13);

  /** A tensor of 2 images, 6 channels, 3×5 pixels in every type and layout. */
  static Stream<TensorSpec> tensors() {
    Shape shape = new Shape(2, 6, 3, 5);
    return Arrays.stream(DType.values())
        .flatMap(type -> Arrays.stream(Layout.values()).map(at -> TensorSpec.of(shape, type, at)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void returnsWhatWasUploaded(TensorSpec spec) {
    HostTensor host = HostTensors.counting(spec);
    if (spec.dtype() != DType.I8) {
      host.setAt(3, Float.NaN);
    }
    host.setAt(4, Float.NEGATIVE_INFINITY);
    host.setAt(5, -0f);
    try (Tensor tensor = backend().upload(host)) {
      assertEquals(spec, tensor.spec());
      assertEquals(spec, tensor.download().spec());
      assertEquals(-1, host.data().mismatch(tensor.download().data()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void writesASliceAndNothingBesideIt(TensorSpec spec) {
    HostTensor part = HostTensors.counting(spec.slice(1, 3));
    HostTensor expected = HostTensors.within(part, 1, 2, -5);
    try (Tensor tensor = backend().upload(HostTensors.full(spec, -5));
        Tensor slice = tensor.slice(1, 3)) {
      slice.write(part);
      assertArrayEquals(part.toArray(), slice.download().toArray());
      assertTrue(slice.download().spec().isCompact());
      assertArrayEquals(HostTensors.whole(expected).toArray(), tensor.download().toArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void readsIntoMemoryOfTheCallers(TensorSpec spec) {
    HostTensor host = HostTensors.counting(spec);
    HostTensor whole = HostTensors.full(spec, -5);
    HostTensor part = HostTensors.full(spec.slice(1, 3), -5);
    try (Tensor tensor = backend().upload(host);
        Tensor slice = tensor.slice(1, 3)) {
      tensor.read(whole);
      slice.read(part);
    }
    assertArrayEquals(host.toArray(), whole.toArray());
    assertArrayEquals(host.slice(1, 3).toArray(), part.toArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void takesAHostSlice(TensorSpec spec) {
    HostTensor part = HostTensors.within(HostTensors.counting(spec), 2, 3, -7);
    try (Tensor uploaded = backend().upload(part);
        Tensor written = backend().allocate(spec)) {
      written.write(part);
      assertEquals(spec, uploaded.spec());
      assertArrayEquals(part.toArray(), uploaded.download().toArray());
      assertArrayEquals(part.toArray(), written.download().toArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void slicesASlice(TensorSpec spec) {
    HostTensor host = HostTensors.counting(spec);
    try (Tensor tensor = backend().upload(host);
        Tensor outer = tensor.slice(1, 4);
        Tensor inner = outer.slice(2, 2)) {
      assertEquals(spec.slice(3, 2), inner.spec());
      assertArrayEquals(host.slice(3, 2).toArray(), inner.download().toArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void keepsSeveralTensorsInOneMemory(TensorSpec spec) {
    HostTensor around = HostTensors.counting(TensorSpec.of(BUFFER, DType.F32, Layout.NCHW));
    HostTensor part = HostTensors.counting(spec);
    try (Tensor tensor = backend().upload(around);
        Tensor view = tensor.reshaped(spec);
        Tensor slice = view.slice(2, 3);
        Tensor again = view.reshaped(spec.compact())) {
      assertEquals(spec, view.spec());
      view.write(part);
      assertArrayEquals(part.toArray(), again.download().toArray());
      slice.write(HostTensors.full(slice.spec(), -3));
      part.slice(2, 3).fill(-3);
      assertArrayEquals(part.toArray(), view.download().toArray());
    }
  }

  /** Of one image, since a batch may lie in several places. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.TensorContract#tensors")
  default void reshapesTheStartOfItsMemory(TensorSpec batch) {
    TensorSpec spec = TensorSpec.of(new Shape(1, 6, 3, 5), batch.dtype(), batch.layout());
    Shape image = new Shape(1, BUFFER.c(), BUFFER.h(), BUFFER.w());
    HostTensor around = HostTensors.counting(TensorSpec.of(image, DType.F32, Layout.NCHW));
    HostTensor part = HostTensors.full(spec, -3);
    try (Tensor tensor = backend().upload(around);
        Tensor view = tensor.reshaped(spec)) {
      view.write(part);
      around.data().copyFrom(part.data());
      assertEquals(-1, around.data().mismatch(tensor.download().data()));
    }
  }

  @Test
  default void holdsNothingInAnEmptyTensor() {
    TensorSpec spec = TensorSpec.of(new Shape(0, 3, 4, 4), DType.F32, Layout.NCHW);
    try (Tensor tensor = backend().upload(HostTensor.allocate(spec));
        Tensor slice = tensor.slice(1, 1)) {
      assertEquals(0, tensor.download().toArray().length);
      assertEquals(0, slice.download().toArray().length);
    }
  }

  @Test
  default void saysWhatItIs() {
    assertFalse(backend().info().backend().isBlank());
    assertFalse(backend().info().device().isBlank());
  }
}
