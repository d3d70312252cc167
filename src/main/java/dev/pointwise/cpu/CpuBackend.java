package dev.pointwise.cpu;

import dev.pointwise.backend.AbstractBackend;
import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.jspecify.annotations.Nullable;

/**
 * Layers on the processor, by OpenBLAS. A layer has run when its call returns; the calling thread
 * takes part in the work, and the backend's own threads help it.
 */
public final class CpuBackend extends AbstractBackend {
  private final NativeHeap heap;
  private final WorkerPool pool;
  private final CoreClass coreClass;
  private final BackendInfo info;
  private final ProcessorCondition condition = new ProcessorCondition(Processor.SYSTEM);

  /** Why this backend cannot be used in this process, or null if it can. Loads OpenBLAS. */
  public static @Nullable String unavailableReason() {
    return OpenBlasLibrary.unavailableReason();
  }

  /**
   * Opens the processor with as many threads as the system property {@code pointwise.threads} or
   * else the environment variable {@code POINTWISE_THREADS} says, or else as the JVM may use
   * processors.
   *
   * @throws IllegalArgumentException if that setting is not a number from 1 on
   * @throws BackendUnavailableException if there is no OpenBLAS for this platform
   */
  public static CpuBackend open() {
    return open(Threads.configured());
  }

  /**
   * Opens the processor.
   *
   * @param threads how many threads work on a layer, the calling one included; from 1 on
   * @throws IllegalArgumentException if that is below 1
   * @throws BackendUnavailableException if there is no OpenBLAS for this platform
   */
  public static CpuBackend open(int threads) {
    Threads.check("threads", threads);
    OpenBlasLibrary.get();
    return open(threads, CoreClass.of(OpenBlas.core()));
  }

  /** Opens the processor as if its core were of that class. */
  static CpuBackend open(int threads, CoreClass coreClass) {
    return new CpuBackend(OpenBlasLibrary.get(), threads, coreClass);
  }

  private CpuBackend(OpenBlasLibrary library, int threads, CoreClass coreClass) {
    super("cpu");
    this.coreClass = coreClass;
    info = new BackendInfo("cpu", Processor.name(), Processor.details(library, threads));
    heap = new NativeHeap(account(), this::freeUnused);
    pool = new WorkerPool(threads, heap);
  }

  private void freeUnused() {
    releaseCaches();
    pool.freeIdle();
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  WorkerPool pool() {
    return pool;
  }

  NativeHeap heap() {
    return heap;
  }

  CoreClass coreClass() {
    return coreClass;
  }

  @Override
  protected String unsupportedQuantizedReason(ConvSpec spec) {
    return "OpenBLAS multiplies neither FP8 nor integers";
  }

  @Override
  protected CpuLayer prepareChecked(ConvSpec spec, ConvWeights weights) {
    return CpuLayer.of(this, spec, weights);
  }

  @Override
  protected AbstractTensor allocateCompact(TensorSpec spec) {
    return new CpuTensor(this, spec, new TensorMemory(heap, spec.storageBytes()));
  }

  @Override
  protected void copyChecked(AbstractTensor from, AbstractTensor to) {
    Workspace own = pool.acquire();
    try {
      ((CpuTensor) to).copyFrom((CpuTensor) from, pool, own);
    } finally {
      pool.release(own);
    }
  }

  @Override
  protected long cacheBytesOpen() {
    return Processor.cacheBytes(Processor.SYSTEM);
  }

  @Override
  protected DeviceCondition conditionOpen() {
    Workspace own = pool.acquire();
    try {
      return condition.now(Pace.seconds(pool, own));
    } finally {
      pool.release(own);
    }
  }

  @Override
  protected void synchronizeOpen() {}

  @Override
  protected Stopwatch newStopwatch() {
    return new CpuStopwatch();
  }

  @Override
  protected void free() {
    Closing.closeAll(pool, heap);
  }
}
