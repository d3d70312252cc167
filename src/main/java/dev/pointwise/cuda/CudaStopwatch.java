package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Stopwatch;
import jcuda.driver.CUevent;

/** Times with device events, on one lane that waits for all the others at either end. */
final class CudaStopwatch implements Stopwatch {
  private final CudaBackend backend;
  private final CUevent start;
  private final CUevent end;

  CudaStopwatch(CudaBackend backend) {
    this.backend = backend;
    backend.enterContext();
    start = Driver.createTimingEvent();
    try {
      end = Driver.createTimingEvent();
    } catch (Throwable failure) {
      Closing.close(() -> Driver.destroy(start), failure);
      throw failure;
    }
  }

  @Override
  public void start() {
    mark(start);
  }

  @Override
  public void stop() {
    mark(end);
  }

  private void mark(CUevent event) {
    backend.onLane(
        lane -> {
          lane.waitForOthers();
          Driver.record(event, lane.stream());
        });
  }

  @Override
  public double seconds() {
    backend.enterContext();
    Driver.synchronize(end);
    return Driver.elapsedMillis(start, end) / 1e3;
  }

  @Override
  public void close() {
    backend.forget(this);
    backend.release(() -> Driver.destroy(end), () -> Driver.destroy(start));
  }
}
