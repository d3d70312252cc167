package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pointwise.Refusal;
import dev.pointwise.tensor.HostTensor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a recording cannot hold is refused, and so is a replay of what is no longer there. */
interface RecordingRefusalContract extends BackendSource {
  private static float[] full(float value) {
    return HostTensors.full(SmallLayer.OUTPUT, value).toArray();
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
      refuses("copy", () -> backend().copy(other, small.x));
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

  /** Where a replay runs the work again, closing is seen in the middle of it. */
  @Test
  @Timeout(60)
  default void endsAReplayDuringWhichSomethingIsClosed() throws Exception {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor view = small.x.slice(0, 4);
        Tensor y = backend().allocate(SmallLayer.OUTPUT);
        ExecutorService others = Executors.newFixedThreadPool(4)) {
      small.y.write(HostTensors.full(SmallLayer.OUTPUT, 1));
      AtomicBoolean replays = new AtomicBoolean();
      Runnable work =
          () -> {
            if (replays.get()) {
              others.execute(view::close);
              others.execute(small.y::close);
              others.execute(small.layer::close);
              awaitRefusal(others, () -> view.slice(0, 1).close());
              awaitRefusal(others, () -> small.y.slice(0, 1).close());
              awaitRefusal(
                  others, () -> small.layer.explain(SmallLayer.INPUT, null, SmallLayer.OUTPUT));
            }
            small.layer.runInto(view, small.y, y);
          };
      try (Recording recording = backend().record(work)) {
        y.write(HostTensors.full(SmallLayer.OUTPUT, Float.NaN));
        replays.set(true);
        recording.replay();
        assertArrayEquals(full(5), y.download().toArray());
      }
    }
  }

  private static void awaitRefusal(ExecutorService thread, Runnable call) {
    boolean refused = false;
    while (!refused) {
      try {
        CompletableFuture.runAsync(call, thread).join();
      } catch (CompletionException e) {
        refused = e.getCause() instanceof IllegalStateException;
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
}
