package dev.pointwise.multi;

import dev.pointwise.backend.AbstractBackend;
import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.MemoryCache;
import dev.pointwise.backend.MemoryStatus;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tuning;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several devices of one kind as one. Each has the weights of every layer, and an equal part of the
 * images of every tensor: consecutive ones, the first devices one more where the batch does not
 * divide, the last devices none where it is smaller than their number. Nothing travels between
 * devices.
 *
 * <p>The calling thread enqueues on one device after the other. Writes and reads of tensors
 * likewise take the devices in turn, each of which waits for its own. A failure names its device;
 * if a run fails on one, those before it have run, and the output's contents are undefined.
 * Stopwatches say the longest of the devices' times, from when all were idle.
 */
public final class MultiBackend extends AbstractBackend {
  /** The steps of this thread's work while it is recorded; the devices take them afterwards. */
  private static final ThreadLocal<@Nullable List<Step>> RECORDED = new ThreadLocal<>();

  private final DeviceGroup group;
  private final BackendInfo info;

  /** This backend's caches, as one of each device's. */
  private final MemoryCache allCaches = this::releaseCaches;

  /**
   * Opens devices.
   *
   * @param provider their kind
   * @param devices their numbers, each once
   * @param tuning whether they measure before they choose how to compute a layer
   * @throws IllegalArgumentException if there is no such device, or one is listed twice, or none is
   *     listed
   * @throws dev.pointwise.backend.BackendUnavailableException if one cannot be opened
   */
  public static MultiBackend open(BackendProvider provider, List<Integer> devices, Tuning tuning) {
    Devices.of(devices);
    return new MultiBackend(DeviceGroup.open(provider, devices, tuning));
  }

  private MultiBackend(DeviceGroup group) {
    super("over devices " + group.devices());
    this.group = group;
    info = GroupInfo.of(group.devices(), group.backends().stream().map(Backend::info).toList());
    group.backends().forEach(each -> each.addCache(allCaches));
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  DeviceGroup group() {
    return group;
  }

  @Override
  protected @Nullable String unsupportedQuantizedReason(ConvSpec spec) {
    for (int place = 0; place < group.size(); place++) {
      String reason = group.backends().get(place).unsupportedReason(spec);
      if (reason != null) {
        return reason + ", on " + group.name(place);
      }
    }
    return null;
  }

  @Override
  protected MultiLayer prepareChecked(ConvSpec spec, ConvWeights weights) {
    return new MultiLayer(
        this, spec, group.make(place -> group.backends().get(place).prepare(spec, weights)));
  }

  @Override
  protected MultiSiblings prepareSiblingsChecked(Siblings siblings, List<ConvWeights> weights) {
    return new MultiSiblings(
        this,
        siblings,
        group.make(
            place -> group.backends().get(place).prepareSiblings(siblings.specs(), weights)));
  }

  @Override
  protected AbstractTensor allocateCompact(TensorSpec spec) {
    BatchSplit split = new BatchSplit(spec.shape().n(), group.size());
    return new MultiTensor(
        this,
        spec,
        split,
        group.make(place -> group.backends().get(place).allocate(split.part(spec, place))));
  }

  @Override
  protected void copyChecked(AbstractTensor from, AbstractTensor to) {
    MultiTensor source = (MultiTensor) from;
    MultiTensor target = (MultiTensor) to;
    new Step(
            List.of(source, target),
            place -> group.backends().get(place).copy(source.part(place), target.part(place)))
        .run(group);
  }

  @Override
  protected long cacheBytesOpen() {
    return group.backends().stream().mapToLong(Backend::cacheBytes).max().orElseThrow();
  }

  @Override
  protected MemoryStatus memoryOpen() {
    return group.backends().stream().map(Backend::memory).reduce(MemoryStatus::plus).orElseThrow();
  }

  @Override
  protected void limitMemoryOpen(long bytes) {
    group.onAll(place -> group.backends().get(place).limitMemory(bytes));
  }

  @Override
  protected void resetHighWaterOpen() {
    group.onAll(place -> group.backends().get(place).resetHighWater());
  }

  @Override
  protected DeviceCondition conditionOpen() {
    return GroupCondition.of(
        group.devices(), group.backends().stream().map(Backend::condition).toList());
  }

  @Override
  protected void synchronizeOpen() {
    group.onAll(place -> group.backends().get(place).synchronize());
  }

  @Override
  protected Stopwatch newStopwatch() {
    return new MultiStopwatch(group, group.make(place -> group.backends().get(place).stopwatch()));
  }

  /** Takes a step, or keeps it for the recording that this thread makes. */
  void run(Step step) {
    List<Step> steps = RECORDED.get();
    if (steps == null) {
      step.run(group);
    } else {
      steps.add(step);
    }
  }

  @Override
  protected Recording newRecording(Runnable work) {
    List<Step> steps = new ArrayList<>();
    RECORDED.set(steps);
    try {
      work.run();
    } finally {
      RECORDED.remove();
    }
    return new MultiRecording(group, steps);
  }

  @Override
  protected void free() {
    group.close(group.backends());
  }

  /** The devices' parts of it are closed likewise. */
  @Override
  protected void freeOutlived(Runnable free) {
    free.run();
  }
}
