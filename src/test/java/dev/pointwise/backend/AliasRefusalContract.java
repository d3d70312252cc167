package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import org.junit.jupiter.api.Test;

/** An output may lie beside its inputs, never on them; and all must be of one backend. */
interface AliasRefusalContract extends BackendSource {
  @Test
  default void refusesAnOutputThatIsTheInput() {
    try (SmallLayer small = new SmallLayer(backend())) {
      Refusal.argument(() -> small.layer.runInto(small.x, null, small.x), "output", "input");
    }
  }

  @Test
  default void refusesAnOutputThatIsTheResidual() {
    try (SmallLayer small = new SmallLayer(backend())) {
      Refusal.argument(() -> small.layer.runInto(small.x, small.y, small.y), "output", "residual");
    }
  }

  @Test
  default void refusesOverlappingSlices() {
    TensorSpec wide = ConvSpec.of(9, 9).input(1, 3, 2);
    try (SmallLayer small = new SmallLayer(backend());
        Tensor tensor = backend().upload(HostTensors.full(wide, 1));
        Tensor low = tensor.slice(0, 4);
        Tensor middle = tensor.slice(3, 4);
        Tensor again = tensor.slice(0, 4)) {
      Refusal.argument(() -> small.layer.runInto(low, null, middle), "output", "input");
      Refusal.argument(() -> small.layer.runInto(low, null, again), "output", "input");
      Refusal.argument(() -> small.layer.runInto(small.x, low, middle), "output", "residual");
    }
  }

  @Test
  default void refusesOverlappingViewsOfDifferentExtents() {
    TensorSpec larger = ConvSpec.of(12, 9).input(1, 3, 2);
    TensorSpec wide = ConvSpec.of(8, 9).input(1, 3, 2);
    try (SmallLayer small = new SmallLayer(backend());
        Tensor tensor = backend().upload(HostTensors.full(larger, 1));
        Tensor start = tensor.reshaped(SmallLayer.INPUT);
        Tensor other = tensor.reshaped(wide);
        Tensor low = other.slice(0, 4);
        Tensor high = other.slice(4, 4);
        Tensor last = tensor.slice(8, 4)) {
      Refusal.argument(() -> small.layer.runInto(start, null, low), "output", "input");
      Refusal.argument(() -> small.layer.runInto(low, null, start), "output", "input");
      small.layer.runInto(start, null, high);
      small.layer.runInto(high, start, last);
      float[] fours = HostTensors.full(SmallLayer.OUTPUT, 4).toArray();
      assertArrayEquals(fours, high.download().toArray());
      assertArrayEquals(
          HostTensors.full(SmallLayer.OUTPUT, 17).toArray(), last.download().toArray());
    }
  }

  @Test
  default void runsBetweenDisjointSlicesOfOneTensor() {
    for (ConvSpec spec : new ConvSpec[] {SmallLayer.SPEC, SmallLayer.SPEC.layout(Layout.NHWC)}) {
      TensorSpec wide = spec.input(1, 3, 2);
      wide = TensorSpec.of(wide.shape().channels(12), wide.dtype(), wide.layout());
      try (ConvLayer layer = backend().prepare(spec, SmallLayer.weights());
          Tensor tensor = backend().upload(HostTensors.full(wide, 1));
          Tensor x = tensor.slice(0, 4);
          Tensor y = tensor.slice(4, 4);
          Tensor residual = tensor.slice(8, 4)) {
        layer.runInto(x, residual, y);
        assertArrayEquals(HostTensors.full(y.spec(), 5).toArray(), y.download().toArray());
        assertArrayEquals(HostTensors.full(x.spec(), 1).toArray(), x.download().toArray());
      }
    }
  }

  @Test
  default void addsTheInputToItsOwnResult() {
    try (SmallLayer small = new SmallLayer(backend())) {
      small.layer.runInto(small.x, small.x, small.y);
      assertArrayEquals(
          HostTensors.full(SmallLayer.OUTPUT, 5).toArray(), small.y.download().toArray());
    }
  }

  @Test
  default void refusesTensorsOfAnotherBackend() {
    try (SmallLayer small = new SmallLayer(backend());
        Backend other = open();
        Tensor x = other.allocate(SmallLayer.INPUT);
        Tensor y = other.allocate(SmallLayer.OUTPUT)) {
      Refusal.argument(() -> small.layer.run(x), "input", "another backend");
      Refusal.argument(() -> small.layer.run(small.x, y), "residual", "another backend");
      Refusal.argument(() -> small.layer.runInto(small.x, null, y), "output", "another backend");
    }
  }
}
