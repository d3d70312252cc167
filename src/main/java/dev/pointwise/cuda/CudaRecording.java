package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Recording;
import jcuda.driver.CUgraphExec;

/**
 * Layer runs captured as one CUDA graph. It belongs to one lane: it is launched on that lane's
 * stream, so the lane's workspace, which is part of it, serves one launch at a time. Scratch memory
 * is its own, as large as the first, real, run took it; so its addresses hold for as long as the
 * graph does.
 */
final class CudaRecording implements Recording {
  private final CudaBackend backend;
  private final Lane lane;
  private final ScratchSet scratch;
  private final BufferSet buffers;
  private final CUgraphExec graph;

  /** Runs and captures work, on a lane that the thread holds and that {@code backend} gives it. */
  CudaRecording(CudaBackend backend, Lane lane, Runnable work) {
    this.backend = backend;
    this.lane = lane;
    scratch = new ScratchSet(lane, backend.deviceMemory());
    buffers = new BufferSet(lane);
    try {
      graph = lane.record(scratch, buffers, work);
    } catch (Throwable failure) {
      Closing.close(scratch, failure);
      throw failure;
    }
  }

  @Override
  public void replay() {
    lane.lock.lock();
    try {
      backend.enterContext();
      buffers.begin();
      try {
        Driver.launch(graph, lane.stream());
      } finally {
        buffers.end();
      }
    } finally {
      lane.lock.unlock();
    }
  }

  /** The driver lets a launch that is under way end; scratch memory is freed behind it. */
  @Override
  public void close() {
    backend.forget(this);
    backend.release(() -> Driver.destroy(graph), scratch);
  }
}
