package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.HostTensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A replay does what the recorded layer runs would do. */
interface RecordingContract extends BackendSource {
  private static float[] full(float value) {
    return HostTensors.full(SmallLayer.OUTPUT, value).toArray();
  }

  @Test
  default void runsTheWorkOnceWhileItIsRecorded() {
    try (SmallLayer small = new SmallLayer(backend());
        Recording recording = backend().record(() -> small.layer.runInto(small.x, null, small.y))) {
      assertArrayEquals(full(4), small.y.download().toArray());
      small.y.write(HostTensors.full(SmallLayer.OUTPUT, Float.NaN));
      recording.replay();
      assertArrayEquals(full(4), small.y.download().toArray());
    }
  }

  @Test
  default void readsWhatItsInputHoldsByThen() {
    try (SmallLayer small = new SmallLayer(backend());
        Recording recording = backend().record(() -> small.layer.runInto(small.x, null, small.y))) {
      for (int turn = 2; turn < 5; turn++) {
        small.x.write(HostTensors.full(SmallLayer.INPUT, turn));
        recording.replay();
        small.x.write(HostTensors.full(SmallLayer.INPUT, Float.NaN));
        assertArrayEquals(full(4 * turn), small.y.download().toArray());
      }
    }
  }

  /** The second layer adds to what the first made, in place of it: an effect per run. */
  @Test
  default void takesEffectOncePerReplay() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor sum = backend().upload(HostTensors.full(SmallLayer.OUTPUT, 1))) {
      Runnable work =
          () -> {
            small.layer.runInto(small.x, sum, small.y);
            small.layer.runInto(small.y, null, sum);
          };
      try (Recording recording = backend().record(work)) {
        assertArrayEquals(full(20), sum.download().toArray());
        recording.replay();
        recording.replay();
        assertArrayEquals(full(4 * (4 + 4 * (4 + 20))), sum.download().toArray());
      }
    }
  }

  @Test
  default void recordsEveryKindOfRun() {
    for (Precision precision : LayerCases.unquantized()) {
      for (Layout layout : Layout.values()) {
        ConvSpec plain = ConvSpec.of(4, 6).precision(precision).layout(layout);
        replays(plain);
        replays(plain.activation(Activation.RELU));
        replays(plain.outputLayout(HostTensors.other(layout)).activation(Activation.GELU));
        replays(plain.stride(2));
        replays(plain.groups(2).activation(Activation.RELU));
      }
    }
  }

  private void replays(ConvSpec spec) {
    Operands first = Operands.integers(spec, spec.input(2, 5, 5), true, true, 1);
    Operands second = Operands.integers(spec, spec.input(2, 5, 5), true, true, 2);
    HostTensor residual = Objects.requireNonNull(first.residual());
    try (ConvLayer layer = backend().prepare(spec, first.weights());
        Tensor x = backend().upload(first.x());
        Tensor added = backend().upload(residual);
        Tensor y = backend().allocate(spec.output(x.spec()));
        Tensor expected = backend().allocate(y.spec());
        Recording recording = backend().record(() -> layer.runInto(x, added, y))) {
      x.write(second.x());
      layer.runInto(x, added, expected);
      y.write(HostTensors.full(y.spec(), Float.NaN));
      recording.replay();
      assertArrayEquals(expected.download().toArray(), y.download().toArray(), spec::toString);
    }
  }

  @Test
  default void recordsRunsBetweenViewsOfOneTensor() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wide = backend().upload(HostTensors.full(ConvSpec.of(8, 8).input(1, 3, 2), 1));
        Tensor low = wide.slice(0, 4);
        Tensor high = wide.slice(4, 4);
        Recording recording =
            backend()
                .record(
                    () -> {
                      small.layer.runInto(low, null, high);
                      small.layer.runInto(high, null, low);
                    })) {
      recording.replay();
      assertArrayEquals(full(64), high.download().toArray());
      assertArrayEquals(full(256), low.download().toArray());
    }
  }

  @Test
  default void recordsNothing() {
    try (Recording recording = backend().record(() -> {})) {
      assertDoesNotThrow(recording::replay);
    }
  }
}
