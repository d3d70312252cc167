package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  @Test
  default void refusesToReplayOnceSomethingIsClosed() {
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    for (int closed = 0; closed < 5; closed++) {
      try (SmallLayer small = new SmallLayer(backend());
          Tensor residual = backend().upload(host);
          Tensor view = small.x.slice(0, 4);
          Recording recording =
              backend().record(() -> small.layer.runInto(view, residual, small.y))) {
        small.y.write(HostTensors.full(SmallLayer.OUTPUT, 7));
        AutoCloseable[] all = {small.x, view, residual, small.layer, recording};
        String[] names = {"tensor", "tensor", "tensor", "layer", "recording"};
        assertDoesNotThrow(all[closed]::close);
        Refusal.state(recording::replay, names[closed], "closed");
        assertArrayEquals(full(7), small.y.download().toArray());
      }
    }
    try (SmallLayer small = new SmallLayer(backend());
        Recording recording = backend().record(() -> small.layer.runInto(small.x, null, small.y))) {
      small.y.close();
      Refusal.state(recording::replay, "tensor n1c4h3w2", "closed");
    }
  }

  @Test
  default void refusesWhatARecordingCannotHold() {
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    try (SmallLayer small = new SmallLayer(backend());
        Tensor other = backend().upload(host);
        Tensor view = other.slice(1, 2);
        Recording recording = backend().record(() -> small.layer.runInto(small.x, null, small.y));
        Stopwatch stopwatch = backend().stopwatch()) {
      refuses("allocation", () -> small.layer.run(small.x).close());
      refuses("allocation", () -> backend().allocate(SmallLayer.INPUT).close());
      refuses("allocation", () -> backend().upload(host).close());
      refuses("write", () -> other.write(host));
      refuses("download", other::download);
      refuses("read", () -> other.read(host));
      refuses("waiting", backend()::synchronize);
      refuses("layer", () -> backend().prepare(SmallLayer.SPEC, SmallLayer.weights()).close());
      refuses("recording", () -> backend().record(() -> {}).close());
      refuses("replay", recording::replay);
      refuses("stopwatch", () -> backend().stopwatch().close());
      refuses("timing", stopwatch::start);
      refuses("timing", stopwatch::stop);
      refuses("timing", stopwatch::seconds);
      refuses("closing", small.layer::close);
      refuses("closing", other::close);
      refuses("closing", view::close);
      refuses("closing", recording::close);
      refuses("closing", stopwatch::close);
      refuses("closing", backend()::close);
      assertArrayEquals(host.slice(1, 2).toArray(), view.download().toArray());
      recording.replay();
      assertArrayEquals(full(4), small.y.download().toArray());
    }
  }

  private void refuses(String what, Runnable call) {
    try (SmallLayer small = new SmallLayer(backend())) {
      Runnable run = () -> small.layer.runInto(small.x, null, small.y);
      for (int caught = 0; caught < 2; caught++) {
        boolean swallow = caught == 1;
        Refusal.state(
            () ->
                backend()
                    .record(
                        () -> {
                          run.run();
                          try {
                            call.run();
                          } catch (IllegalStateException e) {
                            if (!swallow) {
                              throw e;
                            }
                          }
                          run.run();
                        }),
            what,
            "while this thread records");
        run.run();
        assertArrayEquals(full(4), small.y.download().toArray());
      }
    }
  }

  @Test
  default void refusesLayersOfAnotherBackend() {
    try (Backend other = open();
        SmallLayer foreign = new SmallLayer(other)) {
      refuses("another backend", () -> foreign.layer.runInto(foreign.x, null, foreign.y));
    }
  }

  @Test
  default void recordsNothingOfWorkThatFails() {
    RuntimeException failure = new ArithmeticException("of the caller's");
    try (SmallLayer small = new SmallLayer(backend())) {
      Runnable work =
          () -> {
            small.layer.runInto(small.x, null, small.y);
            throw failure;
          };
      assertSame(
          failure, assertThrows(RuntimeException.class, () -> backend().record(work).close()));
      Runnable wrong = () -> small.layer.runInto(small.x, null, small.x);
      Refusal.argument(() -> backend().record(wrong).close(), "output", "input");
      small.layer.runInto(small.x, null, small.y);
      assertArrayEquals(full(4), small.y.download().toArray());
    }
  }

  @Test
  default void survivesTheClosingOfAllThatItUses() {
    SmallLayer small = new SmallLayer(backend());
    try (Tensor y = backend().upload(HostTensors.full(SmallLayer.OUTPUT, Float.NaN))) {
      Recording recording = backend().record(() -> small.layer.runInto(small.x, null, y));
      y.write(HostTensors.full(SmallLayer.OUTPUT, Float.NaN));
      recording.replay();
      Closing.closeAll(recording, small);
      try (Tensor reused = backend().upload(HostTensors.full(SmallLayer.INPUT, Float.NaN))) {
        assertTrue(reused.spec().isCompact());
        assertArrayEquals(full(4), y.download().toArray());
      }
    }
  }

  @Test
  default void closesARecordingTwice() {
    try (SmallLayer small = new SmallLayer(backend())) {
      Recording recording = backend().record(() -> small.layer.runInto(small.x, null, small.y));
      recording.replay();
      assertDoesNotThrow(recording::close);
      assertDoesNotThrow(recording::close);
      assertArrayEquals(full(4), small.y.download().toArray());
    }
  }

  @Test
  default void outlivesItsBackendHarmlessly() {
    Backend other = open();
    SmallLayer small = new SmallLayer(other);
    Recording recording = other.record(() -> small.layer.runInto(small.x, null, small.y));
    other.close();
    Refusal.state(recording::replay, "backend", "closed");
    Refusal.state(() -> other.record(() -> {}).close(), "backend", "closed");
    assertDoesNotThrow(recording::close);
    small.close();
  }

  /** Each thread has tensors of its own; half of them replay, the others call the layer. */
  @Test
  @Timeout(60)
  default void replaysFromManyThreads() throws Exception {
    ConvWeights weights = SmallLayer.weights();
    try (ConvLayer layer = backend().prepare(SmallLayer.SPEC, weights);
        ExecutorService threads = Executors.newFixedThreadPool(ThreadContract.THREADS)) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int thread = 0; thread < ThreadContract.THREADS; thread++) {
        int seed = 1 + thread;
        tasks.add(threads.submit(() -> alternate(layer, seed)));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
  }

  private void alternate(ConvLayer layer, int seed) {
    try (Tensor x = backend().allocate(SmallLayer.INPUT);
        Tensor middle = backend().allocate(SmallLayer.OUTPUT);
        Tensor y = backend().allocate(SmallLayer.OUTPUT)) {
      x.write(HostTensors.full(SmallLayer.INPUT, 1));
      Runnable work =
          () -> {
            layer.runInto(x, null, middle);
            layer.runInto(middle, x, y);
          };
      try (Recording recording = backend().record(work)) {
        for (int turn = 0; turn < ThreadContract.RUNS; turn++) {
          x.write(HostTensors.full(SmallLayer.INPUT, seed + turn));
          if (turn % 2 == 0) {
            recording.replay();
          } else {
            work.run();
          }
          assertArrayEquals(full(17 * (seed + turn)), y.download().toArray());
        }
      }
    }
  }

  /** Threads replay two recordings that pass one tensor on to each other. */
  @Test
  @Timeout(60)
  default void keepsTheOrderOfReplaysOnSharedTensors() throws Exception {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor z = backend().allocate(SmallLayer.OUTPUT);
        Recording first = backend().record(() -> small.layer.runInto(small.x, null, small.y));
        Recording second = backend().record(() -> small.layer.runInto(small.y, small.x, z));
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newSingleThreadExecutor()) {
      for (int turn = 0; turn < 100; turn++) {
        HostTensor input = HostTensors.full(SmallLayer.INPUT, turn);
        one.submit(() -> small.x.write(input)).get();
        two.submit(first::replay).get();
        one.submit(second::replay).get();
        two.submit(() -> small.x.write(HostTensors.full(SmallLayer.INPUT, Float.NaN))).get();
        assertArrayEquals(full(17 * turn), z.download().toArray());
      }
    }
  }
}
