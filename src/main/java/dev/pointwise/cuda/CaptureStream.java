package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;

/**
 * A stream on which work is captured instead of run, with a cuBLAS handle of its own. It is apart
 * from its lane's stream, on which other threads may record events at any time: those would become
 * part of the capture. Not thread-safe.
 */
final class CaptureStream implements AutoCloseable {
  private final DeviceStream stream = Driver.createStream();
  private final Cublas cublas;

  /** A stream in the current context, for products with that workspace, which must outlive it. */
  CaptureStream(DeviceBuffer workspace, long workspaceBytes) {
    try {
      cublas = new Cublas(stream, workspace.pointer(), workspaceBytes);
    } catch (Throwable failure) {
      Closing.close(() -> Driver.destroy(stream), failure);
      throw failure;
    }
  }

  DeviceStream stream() {
    return stream;
  }

  Cublas cublas() {
    return cublas;
  }

  /**
   * Captures what {@code work} enqueues here, in a graph that is ready to be launched; the caller
   * destroys it. After a failure, close the stream: it may still be capturing.
   */
  CUgraphExec capture(Runnable work) {
    Driver.beginCapture(stream);
    CUgraph graph;
    try {
      work.run();
    } catch (Throwable failure) {
      Closing.close(() -> Driver.destroy(Driver.endCapture(stream)), failure);
      throw failure;
    }
    graph = Driver.endCapture(stream);
    return instantiated(graph);
  }

  private static CUgraphExec instantiated(CUgraph graph) {
    CUgraphExec launchable;
    try {
      launchable = Driver.instantiate(graph);
    } catch (Throwable failure) {
      Closing.close(() -> Driver.destroy(graph), failure);
      throw failure;
    }
    try {
      Driver.destroy(graph);
    } catch (Throwable failure) {
      Closing.close(() -> Driver.destroy(launchable), failure);
      throw failure;
    }
    return launchable;
  }

  @Override
  public void close() {
    Closing.closeAll(cublas, () -> Driver.destroy(stream));
  }
}
