package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraphExec;
import org.jspecify.annotations.Nullable;

/**
 * What one user of the device needs at a time: a stream, a cuBLAS handle with a workspace of its
 * own, scratch memory and pinned staging buffers. Held by one thread at a time, through its lock;
 * {@link #ownStream}, {@link #waitFor} and {@link #bit} need no lock.
 */
final class Lane implements AutoCloseable {
  final ReentrantLock lock = new ReentrantLock();

  private final Lanes lanes;
  private final int index;
  private final DeviceMemory memory;
  private final MemorySegment slot = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
  private final DeviceStream stream;
  private final CUevent mark;
  private final DeviceBuffer workspace;
  private final long workspaceBytes;
  private final Cublas cublas;
  private final ScratchSet ownScratch;
  private final Staging staging;
  private final KernelParams params = new KernelParams();
  private final BufferSet buffers = new BufferSet(this);
  private ScratchSet scratch;
  private @Nullable CaptureStream captureStream;

  /** What captured work uses; null while work is run. */
  private @Nullable BufferSet captured;

  /**
   * Opens a lane in the current context.
   *
   * @param first whether there is no other, so that caches are freed where memory has run out
   */
  Lane(Lanes lanes, int index, DeviceMemory memory, long workspaceBytes, boolean first) {
    this.lanes = lanes;
    this.index = index;
    this.memory = memory;
    this.workspaceBytes = workspaceBytes;
    stream = Driver.createStream();
    CUevent newMark = null;
    DeviceBuffer newWorkspace = null;
    try {
      newMark = Driver.createEvent();
      newWorkspace =
          first
              ? memory.allocateFor(this, workspaceBytes)
              : memory.allocateSpare(this, workspaceBytes);
      cublas = new Cublas(stream, newWorkspace.pointer(), workspaceBytes);
    } catch (Throwable failure) {
      CUevent event = newMark;
      Closing.close(
          closing(newWorkspace, event == null ? () -> {} : () -> Driver.destroy(event)), failure);
      throw failure;
    }
    mark = newMark;
    workspace = newWorkspace;
    ownScratch = new ScratchSet(this, memory);
    scratch = ownScratch;
    staging = new Staging(stream);
  }

  private AutoCloseable closing(@Nullable AutoCloseable first, AutoCloseable second) {
    return () ->
        Closing.closeAll(
            first, second, () -> Driver.synchronize(stream), () -> Driver.destroy(stream));
  }

  /** This lane's place in a set of lanes. */
  long bit() {
    return 1L << index;
  }

  /** The memory that products may use while they run; of all lanes alike. */
  DevicePointer workspace() {
    return workspace.pointer();
  }

  /** Where the driver writes the address of a block that is allocated on this lane. */
  MemorySegment slot() {
    return slot;
  }

  /** Makes the device's context current where the thread may have had to wait. */
  void enterContext() {
    lanes.enterContext();
  }

  /** The stream on which this lane's work runs. */
  DeviceStream ownStream() {
    return stream;
  }

  /** The stream to enqueue on: this lane's own, or the one that captures its work. */
  DeviceStream stream() {
    return captured == null ? stream : capturing().stream();
  }

  /** The handle on {@link #stream}. */
  Cublas cublas() {
    return captured == null ? cublas : capturing().cublas();
  }

  private CaptureStream capturing() {
    return Objects.requireNonNull(captureStream);
  }

  Scratch gathered() {
    return scratch.gathered();
  }

  Scratch product() {
    return scratch.product();
  }

  Staging staging() {
    return staging;
  }

  KernelParams params() {
    return params;
  }

  /** The buffers of the next call, to which it adds them. */
  BufferSet buffers() {
    buffers.clear();
    return buffers;
  }

  /** Where captured work notes its buffers instead of waiting for them; null while it is run. */
  @Nullable BufferSet captured() {
    return captured;
  }

  /**
   * Runs work and then captures it, by running it again; the calling thread holds the lock, and all
   * its work goes to this lane.
   *
   * @param recordScratch the scratch memory that the work uses; no longer grows afterwards
   * @param buffers to which the buffers are added that the work uses
   * @return the captured work, which the caller destroys
   */
  CUgraphExec record(ScratchSet recordScratch, BufferSet buffers, Runnable work) {
    scratch = recordScratch;
    try {
      run(work);
      recordScratch.keep();
      return captureOrFree(buffers, work);
    } finally {
      scratch = ownScratch;
    }
  }

  /** Runs work that may wait, and enters the context again behind it. */
  private void run(Runnable work) {
    Closing.closeAll(work::run, this::enterContext);
  }

  /** Captures work, if need be once more when unused memory is freed: a graph takes some, too. */
  private CUgraphExec captureOrFree(BufferSet buffers, Runnable work) {
    try {
      return capture(buffers, work);
    } catch (DeviceMemoryException e) {
      memory.freeUnused(this);
      return capture(buffers, work);
    }
  }

  /**
   * Captures work on memory that nobody else uses and that outlives what is captured, which the
   * caller destroys; the calling thread holds the lock.
   */
  CUgraphExec captureAlone(Runnable work) {
    return capture(new BufferSet(this), work);
  }

  private CUgraphExec capture(BufferSet buffers, Runnable work) {
    if (captureStream == null) {
      captureStream = new CaptureStream(workspace, workspaceBytes);
    }
    CaptureStream capturing = captureStream;
    captured = buffers;
    try {
      return capturing.capture(() -> run(work));
    } catch (Throwable failure) {
      captureStream = null;
      Closing.close(capturing, failure);
      throw failure;
    } finally {
      captured = null;
    }
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

  /** Frees the scratch memory of this lane, whose lock is held and on which no call uses it. */
  void freeScratch() {
    ownScratch.close();
  }

  /** Frees that of all lanes that nobody holds, and this one's own while it records. */
  @SuppressWarnings("ReferenceEquality") // the very same set
  void freeIdleScratch() {
    if (scratch != ownScratch) {
      freeScratch();
    }
    lanes.freeIdleScratch(this);
  }

  /** Waits on the host until everything that any lane has enqueued has run. */
  void synchronizeAll() {
    lanes.synchronize();
  }

  void waitForOthers() {
    waitFor(~bit());
  }

  @Override
  public void close() {
    Closing.closeAll(
        staging, ownScratch, captureStream, cublas, closing(workspace, () -> Driver.destroy(mark)));
  }
}
