package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import java.util.concurrent.locks.ReentrantLock;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * What one user of the device needs at a time: a stream, a cuBLAS handle with a workspace of its
 * own, scratch memory and pinned staging buffers. Held by one thread at a time, through its lock;
 * {@link #stream}, {@link #waitFor} and {@link #bit} need no lock.
 */
final class Lane implements AutoCloseable {
  final ReentrantLock lock = new ReentrantLock();

  private final Lanes lanes;
  private final int index;
  private final CUstream stream;
  private final CUevent mark;
  private final DeviceBuffer workspace;
  private final Cublas cublas;
  private final Scratch gathered;
  private final Scratch product;
  private final Staging staging;
  private final KernelParams params = new KernelParams();

  /** Opens a lane in the current context. */
  Lane(Lanes lanes, int index, DeviceMemory memory, long workspaceBytes) {
    this.lanes = lanes;
    this.index = index;
    stream = Driver.createStream();
    CUevent newMark = null;
    DeviceBuffer newWorkspace = null;
    try {
      newMark = Driver.createEvent();
      newWorkspace = memory.allocateFor(this, workspaceBytes);
      cublas = new Cublas(stream, newWorkspace.pointer(), workspaceBytes);
    } catch (Throwable failure) {
      CUevent event = newMark;
      Closing.close(
          closing(newWorkspace, event == null ? () -> {} : () -> Driver.destroy(event)), failure);
      throw failure;
    }
    mark = newMark;
    workspace = newWorkspace;
    gathered = new Scratch(this, memory);
    product = new Scratch(this, memory);
    staging = new Staging(stream);
  }

  private AutoCloseable closing(@Nullable AutoCloseable first, AutoCloseable second) {
    return () -> Closing.closeAll(first, second, () -> Driver.destroy(stream));
  }

  /** This lane's place in a set of lanes. */
  long bit() {
    return 1L << index;
  }

  CUstream stream() {
    return stream;
  }

  Cublas cublas() {
    return cublas;
  }

  Scratch gathered() {
    return gathered;
  }

  Scratch product() {
    return product;
  }

  Staging staging() {
    return staging;
  }

  KernelParams params() {
    return params;
  }

  /** Makes what is enqueued here next wait for what {@code other} has enqueued so far. */
  void waitFor(Lane other) {
    Driver.record(other.mark, other.stream);
    Driver.wait(stream, other.mark);
  }

  /** Waits likewise for each lane of a set. */
  void waitFor(long bits) {
    lanes.forEach(
        lane -> {
          if ((bits & lane.bit()) != 0) {
            waitFor(lane);
          }
        });
  }

  void waitForOthers() {
    waitFor(~bit());
  }

  @Override
  public void close() {
    Closing.closeAll(
        staging, gathered, product, cublas, closing(workspace, () -> Driver.destroy(mark)));
  }
}
