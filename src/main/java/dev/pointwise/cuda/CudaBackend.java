package dev.pointwise.cuda;

import dev.pointwise.backend.AbstractBackend;
import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.MemoryStatus;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import org.jspecify.annotations.Nullable;

/**
 * Layers on one NVIDIA GPU, in the device's primary context. Work is enqueued and never waited for
 * by a layer; a download, {@link #synchronize} or a stopwatch waits.
 */
public final class CudaBackend extends AbstractBackend {
  private static final int MEMORY_POOLS_SUPPORTED = 115;
  private static final int HOPPER = 90;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  private final CUdevice device;
  private final CUcontext context;
  private final DeviceHealth health;
  private final DeviceMemory memory;
  private final Kernels kernels;
  private final Lanes lanes;
  private final Set<CudaRecording> recordings = ConcurrentHashMap.newKeySet();
  private final Set<CudaStopwatch> stopwatches = ConcurrentHashMap.newKeySet();
  private final @Nullable CublasLt lt;
  private final Tuning tuning;
  private final TunedPlans tuned;
  private final QuantizedSupport quantized;
  private final int mostBlocks;
  private final long cacheBytes;
  private final DeviceMonitor monitor;
  private final BackendInfo info;

  /** Why no GPU can be used in this process, or null if one can. The first call loads CUDA. */
  public static @Nullable String unavailableReason() {
    return CudaRuntime.unavailableReason();
  }

  /**
   * Opens the first GPU.
   *
   * @throws BackendUnavailableException if there is none, or a library is missing
   */
  public static CudaBackend open() {
    return open(0, Tuning.OFF);
  }

  /**
   * Opens a GPU.
   *
   * @param ordinal which, from 0 on, among those that the driver shows
   * @throws IllegalArgumentException if there are not that many
   * @throws BackendUnavailableException if there is none, or a library is missing
   */
  public static CudaBackend open(int ordinal) {
    return open(ordinal, Tuning.OFF);
  }

  /**
   * Opens a GPU.
   *
   * @param ordinal which, from 0 on, among those that the driver shows
   * @param tuning whether to measure before choosing how to compute a layer
   * @throws IllegalArgumentException if there are not that many
   * @throws BackendUnavailableException if there is none, or a library is missing
   */
  public static CudaBackend open(int ordinal, Tuning tuning) {
    CudaLibraries libraries = CudaRuntime.libraries();
    int count = Driver.deviceCount();
    if (ordinal < 0 || ordinal >= count) {
      throw new IllegalArgumentException(
          "device is "
              + ordinal
              + ", expected 0 to "
              + (count - 1)
              + ": the driver shows "
              + count);
    }
    CUdevice device = Driver.device(ordinal);
    if (Driver.attribute(device, MEMORY_POOLS_SUPPORTED) == 0) {
      throw new BackendUnavailableException(
          "device "
              + ordinal
              + " ("
              + Driver.name(device)
              + ") has no stream-ordered memory pools");
    }
    try {
      return new CudaBackend(
          libraries, ordinal, tuning, device, Driver.retainPrimaryContext(device));
    } catch (CudaException e) {
      throw new BackendUnavailableException(
          "device " + ordinal + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /** Takes over the context, which is released whatever happens. */
  private CudaBackend(
      CudaLibraries libraries, int ordinal, Tuning tuning, CUdevice device, CUcontext context) {
    super("cuda, device " + ordinal);
    this.device = device;
    this.context = context;
    this.tuning = tuning;
    health = new DeviceHealth("device " + ordinal);
    DevicePool pool = null;
    Kernels loaded = null;
    Lanes opened = null;
    CublasLt openedLt = null;
    try {
      health.enter();
      Driver.setCurrent(context);
      pool = new DevicePool(libraries.driver(), ordinal);
      memory = new DeviceMemory(pool, account(), this::freeCaches);
      int capability = Driver.capability(device);
      byte[] image = KernelImage.get(capability);
      Driver.setCurrent(context); // once more: the pool and the image may have had to wait
      loaded = new Kernels(image);
      long workspaceBytes = (capability >= HOPPER ? 32L : 4L) << 20;
      opened = new Lanes(context, memory, workspaceBytes);
      openedLt = CublasLt.open(context, workspaceBytes);
      mostBlocks =
          BLOCKS_PER_MULTIPROCESSOR
              * Driver.attribute(
                  device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
      cacheBytes = Driver.attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
      tuned = tunedPlans(capability, opened);
      quantized = new QuantizedSupport(capability, openedLt);
      monitor = new DeviceMonitor(Driver.pciBusId(device));
      info = new BackendInfo("cuda", Driver.name(device), details(ordinal, opened, openedLt));
    } catch (Throwable failure) {
      neverOpened();
      AutoCloseable release = () -> Driver.releasePrimaryContext(device);
      for (AutoCloseable each : new AutoCloseable[] {openedLt, opened, loaded, pool, release}) {
        if (each != null) {
          Closing.close(each, failure);
        }
      }
      throw failure;
    }
    kernels = loaded;
    lanes = opened;
    lt = openedLt;
  }

  private Map<String, String> details(int ordinal, Lanes opened, @Nullable CublasLt openedLt) {
    int capability = Driver.capability(device);
    int driver = Driver.version();
    int[] nvrtc = Nvrtc.version();
    Driver.setCurrent(context);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("device", String.valueOf(ordinal));
    details.put("compute capability", capability / 10 + "." + capability % 10);
    details.put("memory", Driver.memoryInfo()[1] + " bytes");
    details.put("driver", "supports CUDA " + CudaRuntime.version(driver));
    details.put("cuBLAS", Cublas.text(cublasVersion(opened)));
    details.put(
        "cuBLASLt",
        openedLt == null ? String.valueOf(CublasLt.unavailableReason()) : openedLt.version());
    details.put("NVRTC", nvrtc[0] + "." + nvrtc[1]);
    details.put("tuning", tuning == Tuning.ON ? "on" : "off");
    details.putAll(CudaRuntime.libraryPaths());
    details.putAll(CudaRuntime.nativePaths());
    return details;
  }

  private static int cublasVersion(Lanes opened) {
    Lane lane = opened.acquire();
    try {
      return lane.cublas().version();
    } finally {
      lane.lock.unlock();
    }
  }

  /** Those of all devices that are like this one, under the same driver and libraries. */
  private TunedPlans tunedPlans(int capability, Lanes opened) {
    String name = Driver.name(device);
    int multiprocessors =
        Driver.attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    String versions =
        Driver.version() + "-" + cublasVersion(opened) + "-" + CublasLt.versionNumber();
    return new TunedPlans(
        name.replaceAll("[^A-Za-z0-9]+", "-") + "-" + multiprocessors + "-" + versions + ".json",
        name
            + ", compute capability "
            + capability
            + ", "
            + multiprocessors
            + " multiprocessors; driver, cuBLAS and cuBLASLt "
            + versions);
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  Kernels kernels() {
    return kernels;
  }

  /** cuBLASLt, or null where it is not used. */
  @Nullable CublasLt lt() {
    return lt;
  }

  Tuning tuning() {
    return tuning;
  }

  /** What tuning found, here or in other processes. */
  TunedPlans tuned() {
    return tuned;
  }

  DeviceMemory deviceMemory() {
    return memory;
  }

  /** Blocks for a grid-stride loop over that many items. */
  int blocks(long items, int threads) {
    return (int) Math.min(mostBlocks, Math.ceilDiv(items, threads));
  }

  /**
   * Makes this device's context the calling thread's.
   *
   * @throws BackendException if the device has failed for good
   */
  void enterContext() {
    health.check();
    health.enter();
    Driver.setCurrent(context);
  }

  /**
   * Frees what is on this device, all of it whatever fails. Nothing is thrown where the device had
   * failed for good before: that was told then, and what can be freed is freed.
   */
  void release(@Nullable AutoCloseable... resources) {
    boolean told = health.failed();
    try {
      Closing.closeAll(this::enterOnceMore, () -> Closing.closeAll(resources));
    } catch (BackendException e) {
      if (!told) {
        throw e;
      }
    }
  }

  /** Caches may hold memory on other devices, too, and enter their contexts. */
  private void freeCaches() {
    try {
      releaseCaches();
    } catch (Throwable failure) {
      Closing.close(this::enterContext, failure);
      throw failure;
    }
    enterContext();
  }

  /** Makes the context current, at the second attempt if the first one fails. */
  private void enterOnceMore() {
    health.enter();
    try {
      Driver.setCurrent(context);
    } catch (CudaException e) {
      Closing.close(() -> Driver.setCurrent(context), e);
      throw e;
    }
  }

  /** Locks a lane for the calling thread, which unlocks it, and enters the context. */
  Lane acquire() {
    health.check();
    health.enter();
    Lane lane = lanes.acquire();
    enterWith(lane);
    return lane;
  }

  private void enterWith(Lane lane) {
    try {
      Driver.setCurrent(context);
    } catch (Throwable failure) {
      lane.lock.unlock();
      throw failure;
    }
  }

  /** The same for a lane that nobody holds; null if there is none. */
  @Nullable Lane tryAcquire() {
    health.check();
    health.enter();
    Lane lane = lanes.tryAcquire();
    if (lane != null) {
      enterWith(lane);
    }
    return lane;
  }

  <T> T withLane(Function<Lane, T> work) {
    Lane lane = acquire();
    try {
      return work.apply(lane);
    } finally {
      lane.lock.unlock();
    }
  }

  void onLane(Consumer<Lane> work) {
    Lane lane = acquire();
    try {
      work.accept(lane);
    } finally {
      lane.lock.unlock();
    }
  }

  @Override
  protected @Nullable String unsupportedQuantizedReason(ConvSpec spec) {
    enterContext();
    return quantized.unsupportedReason(spec);
  }

  @Override
  protected CudaLayer prepareChecked(ConvSpec spec, ConvWeights weights) {
    return new CudaLayer(this, spec, weights);
  }

  @Override
  protected CudaSiblings prepareSiblingsChecked(Siblings siblings, List<ConvWeights> weights) {
    return new CudaSiblings(this, siblings, weights);
  }

  @Override
  protected AbstractTensor allocateCompact(TensorSpec spec) {
    DeviceBuffer buffer = withLane(lane -> memory.allocate(spec.storageBytes(), lane));
    return new CudaTensor(this, spec, buffer);
  }

  @Override
  protected void copyChecked(AbstractTensor from, AbstractTensor to) {
    onLane(lane -> ((CudaTensor) to).copyFrom((CudaTensor) from, lane));
  }

  @Override
  protected long cacheBytesOpen() {
    return cacheBytes;
  }

  @Override
  protected MemoryStatus memoryOpen() {
    enterContext();
    return memoryStatus(memory.reserved());
  }

  @Override
  protected void limitMemoryOpen(long bytes) {
    super.limitMemoryOpen(bytes);
    enterContext();
    memory.keep(bytes);
  }

  @Override
  protected DeviceCondition conditionOpen() {
    return monitor.condition();
  }

  @Override
  protected void synchronizeOpen() {
    enterContext();
    lanes.synchronize();
  }

  @Override
  protected Recording newRecording(Runnable work) {
    Lane lane = acquire();
    try {
      CudaRecording recording = Lanes.bind(lane, () -> new CudaRecording(this, lane, work));
      recordings.add(recording);
      return recording;
    } finally {
      lane.lock.unlock();
    }
  }

  /** A recording closes, and the backend need not close it. */
  void forget(CudaRecording recording) {
    recordings.remove(recording);
  }

  @Override
  protected Stopwatch newStopwatch() {
    CudaStopwatch stopwatch = new CudaStopwatch(this);
    stopwatches.add(stopwatch);
    return stopwatch;
  }

  /** A stopwatch closes, and the backend need not close it. */
  void forget(CudaStopwatch stopwatch) {
    stopwatches.remove(stopwatch);
  }

  @Override
  protected void free() {
    release(
        lanes::synchronize,
        () -> Closing.closeAll(recordings.toArray(AutoCloseable[]::new)),
        () -> Closing.closeAll(stopwatches.toArray(AutoCloseable[]::new)),
        memory::freeAll,
        lt,
        lanes,
        kernels,
        memory,
        monitor,
        () -> Driver.releasePrimaryContext(device));
  }
}
