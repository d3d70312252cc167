package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Closing is final, may be repeated, and is noticed by whoever comes later. */
interface LifetimeContract extends BackendSource {
  @Test
  default void closesTwice() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor view = small.x.slice(0, 2)) {
      for (AutoCloseable resource : new AutoCloseable[] {view, small.x, small.y, small.layer}) {
        assertDoesNotThrow(resource::close);
        assertDoesNotThrow(resource::close);
      }
    }
    Backend other = open();
    assertDoesNotThrow(other::close);
    assertDoesNotThrow(other::close);
  }

  @Test
  default void refusesAClosedTensor() {
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    try (SmallLayer small = new SmallLayer(backend())) {
      Tensor closed = backend().upload(host);
      closed.close();
      Refusal.state(closed::download, "closed");
      Refusal.state(() -> closed.write(host), "closed");
      Refusal.state(() -> closed.read(host), "closed");
      Refusal.state(() -> closed.slice(0, 1).close(), "closed");
      Refusal.state(() -> closed.reshaped(SmallLayer.INPUT).close(), "closed");
      Refusal.state(() -> small.layer.run(closed).close(), "closed");
      Refusal.state(() -> small.layer.run(small.x, closed).close(), "closed");
      Refusal.state(() -> small.layer.runInto(small.x, null, closed), "closed");
    }
  }

  @Test
  default void refusesAViewOfAClosedTensor() {
    try (SmallLayer small = new SmallLayer(backend())) {
      Tensor tensor = backend().upload(HostTensors.full(SmallLayer.INPUT, 1));
      Tensor view = tensor.slice(0, 4);
      Tensor reshaped = tensor.reshaped(SmallLayer.INPUT);
      tensor.close();
      Refusal.state(view::download, "closed");
      Refusal.state(() -> view.slice(0, 1).close(), "closed");
      Refusal.state(() -> small.layer.run(view).close(), "closed");
      Refusal.state(() -> small.layer.run(reshaped).close(), "closed");
      assertDoesNotThrow(view::close);
      assertDoesNotThrow(reshaped::close);
    }
  }

  @Test
  default void keepsATensorWhoseViewIsClosed() {
    HostTensor host = HostTensors.counting(SmallLayer.INPUT);
    try (Tensor tensor = backend().upload(host)) {
      Tensor view = tensor.slice(1, 2);
      Tensor nested = view.slice(1, 1);
      Tensor reshaped = tensor.reshaped(SmallLayer.INPUT);
      view.close();
      Refusal.state(view::download, "closed");
      Refusal.state(nested::download, "closed");
      nested.close();
      reshaped.close();
      Refusal.state(reshaped::download, "closed");
      assertArrayEquals(host.toArray(), tensor.download().toArray());
    }
  }

  @Test
  default void refusesAClosedLayer() {
    try (SmallLayer small = new SmallLayer(backend())) {
      small.layer.close();
      Refusal.state(() -> small.layer.run(small.x).close(), "closed");
      Refusal.state(() -> small.layer.runInto(small.x, null, small.y), "closed");
    }
  }

  @Test
  default void refusesAClosedStopwatch() {
    Stopwatch stopwatch = backend().stopwatch();
    stopwatch.close();
    assertDoesNotThrow(stopwatch::close);
    Refusal.state(stopwatch::start, "closed");
    Refusal.state(stopwatch::stop, "closed");
    Refusal.state(stopwatch::seconds, "closed");
  }

  /** Nothing is left then either, as those see who look at the device or at the process. */
  @Test
  default void closesTheBackendFirst() {
    assertDoesNotThrow(() -> LayerCycles.closingTheBackendFirst(this::open));
  }

  @Test
  default void refusesAClosedBackend() {
    Backend closed = open();
    closed.close();
    HostTensor host = HostTensors.full(SmallLayer.INPUT, 1);
    Refusal.state(() -> closed.allocate(SmallLayer.INPUT).close(), "closed");
    Refusal.state(() -> closed.upload(host).close(), "closed");
    Refusal.state(() -> closed.prepare(SmallLayer.SPEC, SmallLayer.weights()).close(), "closed");
    Refusal.state(
        () -> closed.unsupportedReason(SmallLayer.SPEC.precision(Precision.I8)), "closed");
    Refusal.state(closed::synchronize, "closed");
    Refusal.state(() -> closed.stopwatch().close(), "closed");
  }
}
