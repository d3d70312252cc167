package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Siblings;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What all backends share: arguments are checked here, once, before an implementation sees them,
 * and no implementation is called on a closed backend.
 */
public abstract class AbstractBackend implements Backend {
  private final Lifetime lifetime;
  private final MemoryAccount account = new MemoryAccount();
  private final Set<MemoryCache> caches = Collections.newSetFromMap(new WeakHashMap<>());

  /** A backend that messages name so. */
  @SuppressWarnings("this-escape") // for identity alone
  protected AbstractBackend(String name) {
    lifetime = new Lifetime(this, "backend " + name);
  }

  /** Why a layer in a quantized precision cannot run here, or null if it can. */
  protected @Nullable String unsupportedQuantizedReason(ConvSpec spec) {
    return "this backend has no quantized layers";
  }

  /** Prepares a layer whose weights fit it, the bias rounded to the output's type. */
  protected abstract AbstractConvLayer<?> prepareChecked(ConvSpec spec, ConvWeights weights);

  /** Prepares likewise layers that read one tensor; here, to run one after the other. */
  protected AbstractSiblingLayer<?> prepareSiblingsChecked(
      Siblings siblings, List<ConvWeights> weights) {
    return new SeparateSiblings(this, siblings, weights);
  }

  /** Allocates a compact tensor. */
  protected abstract AbstractTensor allocateCompact(TensorSpec spec);

  /**
   * Copies a tensor that is not empty into one like it; both are whole, of this backend, and have
   * no element in common.
   */
  protected abstract void copyChecked(AbstractTensor from, AbstractTensor to);

  /** Bytes of the largest cache. */
  protected abstract long cacheBytesOpen();

  /** What the backend has of the device's memory; here, all that is counted and nothing besides. */
  protected MemoryStatus memoryOpen() {
    return memoryStatus(0);
  }

  /** Obeys a limit; here, of what is counted. */
  protected void limitMemoryOpen(long bytes) {
    account.limit(bytes);
  }

  /** Counts the high-water anew. */
  protected void resetHighWaterOpen() {
    account.resetHighWater();
  }

  /** Where this backend counts the memory that it takes and gives back. */
  protected final MemoryAccount account() {
    return account;
  }

  /** What is counted, where that many bytes in all are reserved. */
  protected final MemoryStatus memoryStatus(long reserved) {
    return account.status(reserved);
  }

  /** Has every cache of this backend's memory free what nobody uses. */
  protected final void releaseCaches() {
    List<MemoryCache> all;
    synchronized (caches) {
      all = List.copyOf(caches);
    }
    all.forEach(MemoryCache::release);
  }

  /** In which condition the device is. */
  protected abstract DeviceCondition conditionOpen();

  /** Waits for all work. */
  protected abstract void synchronizeOpen();

  /** A stopwatch. */
  protected abstract Stopwatch newStopwatch();

  /**
   * Runs {@code work} at least once for real, and records what it runs: layers of this backend
   * alone. The recording is used and closed while the backend is open; the backend frees those that
   * were never closed.
   */
  protected Recording newRecording(Runnable work) {
    work.run();
    return new RepeatedWork(work);
  }

  /** Frees everything that the backend holds; called once, while nothing runs. */
  protected abstract void free();

  /** Frees what is closed after this backend; here nothing, since closing that freed everything. */
  protected void freeOutlived(Runnable free) {}

  /** Frees something of this backend, which may be closed by now. */
  final void free(Runnable free) {
    if (!lifetime.tryEnter()) {
      freeOutlived(free);
      return;
    }
    try {
      free.run();
    } finally {
      lifetime.exit();
    }
  }

  /** For a constructor that fails: nothing is left to close, and no leak to report. */
  protected final void neverOpened() {
    lifetime.close();
  }

  final Lifetime lifetime() {
    return lifetime;
  }

  @Override
  public final @Nullable String unsupportedReason(ConvSpec spec) {
    if (!Objects.requireNonNull(spec, "spec").precision().quantized()) {
      return null;
    }
    lifetime.enter();
    try {
      return unsupportedQuantizedReason(spec);
    } catch (BackendException e) {
      throw e.in("a question about " + spec);
    } finally {
      lifetime.exit();
    }
  }

  private void requireSupported(ConvSpec spec) {
    String reason = unsupportedReason(spec);
    if (reason != null) {
      throw new UnsupportedLayerException(spec + " cannot run on " + info() + ": " + reason);
    }
  }

  @Override
  public final ConvLayer prepare(ConvSpec spec, ConvWeights weights) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(weights, "weights").check(spec);
    Recorder.refuse("preparing a layer");
    requireSupported(spec);
    lifetime.enter();
    try {
      return prepareChecked(spec, weights.roundBias(spec.precision().output()));
    } catch (BackendException e) {
      throw e.in("the preparation of " + spec);
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final SiblingLayer prepareSiblings(List<ConvSpec> specs, List<ConvWeights> weights) {
    Siblings siblings = new Siblings(specs);
    checkWeights(siblings, Objects.requireNonNull(weights, "weights"));
    Recorder.refuse("preparing siblings");
    lifetime.enter();
    try {
      DType output = siblings.stacked().precision().output();
      return prepareSiblingsChecked(
          siblings, weights.stream().map(each -> each.roundBias(output)).toList());
    } catch (BackendException e) {
      throw e.in("the preparation of siblings " + specs);
    } finally {
      lifetime.exit();
    }
  }

  private static void checkWeights(Siblings siblings, List<ConvWeights> weights) {
    if (weights.size() != siblings.count()) {
      throw new IllegalArgumentException(
          "weights are "
              + weights.size()
              + ", expected "
              + siblings.count()
              + ": one for each sibling");
    }
    for (int i = 0; i < siblings.count(); i++) {
      ConvWeights each = Objects.requireNonNull(weights.get(i), "weights[" + i + "]");
      try {
        each.check(siblings.specs().get(i));
      } catch (IllegalArgumentException unfit) {
        throw new IllegalArgumentException("sibling " + i + ": " + unfit.getMessage(), unfit);
      }
    }
  }

  @Override
  public final AbstractTensor allocate(TensorSpec spec) {
    if (!Objects.requireNonNull(spec, "spec").isCompact()) {
      throw new IllegalArgumentException(
          "spec is " + spec + ", expected a whole tensor: allocate the wider one and slice it");
    }
    Recorder.refuse("an allocation");
    lifetime.enter();
    try {
      return allocateCompact(spec);
    } catch (BackendException e) {
      throw e.in("the allocation of " + spec);
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void copy(Tensor from, Tensor to) {
    AbstractTensor source = whole("from", Objects.requireNonNull(from, "from"));
    AbstractTensor target = whole("to", Objects.requireNonNull(to, "to"));
    if (!source.spec().equals(target.spec())) {
      throw new IllegalArgumentException(
          "to is " + target.spec() + ", expected " + source.spec() + " as from is");
    }
    OwnTensors.separate("source", source, "target", target);
    Recorder.refuse("a copy");
    List<AbstractTensor> both = List.of(source, target);
    lifetime.enter();
    try {
      AbstractTensor.enterAll(both);
      try {
        if (!source.spec().shape().isEmpty()) {
          copyChecked(source, target);
        }
      } catch (BackendException e) {
        throw e.in("a copy of " + source.spec());
      } finally {
        AbstractTensor.exitAll(both);
      }
    } finally {
      lifetime.exit();
    }
  }

  private AbstractTensor whole(String name, Tensor tensor) {
    AbstractTensor own = new OwnTensors<>(this, AbstractTensor.class).own(name, tensor);
    if (!own.spec().isCompact()) {
      throw new IllegalArgumentException(
          name + " is " + own.spec() + ", expected a whole tensor, not a slice");
    }
    return own;
  }

  @Override
  public final long cacheBytes() {
    lifetime.enter();
    try {
      return cacheBytesOpen();
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final MemoryStatus memory() {
    lifetime.enter();
    try {
      return memoryOpen();
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void limitMemory(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("memory limit is " + bytes + ", expected at least 0");
    }
    lifetime.enter();
    try {
      limitMemoryOpen(bytes);
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void resetHighWater() {
    lifetime.enter();
    try {
      resetHighWaterOpen();
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void addCache(MemoryCache cache) {
    Objects.requireNonNull(cache, "cache");
    synchronized (caches) {
      caches.add(cache);
    }
  }

  @Override
  public final DeviceCondition condition() {
    lifetime.enter();
    try {
      return conditionOpen();
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void synchronize() {
    Recorder.refuse("waiting for the backend");
    lifetime.enter();
    try {
      synchronizeOpen();
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final Recording record(Runnable work) {
    Objects.requireNonNull(work, "work");
    Recorder.refuse("another recording");
    RecordedUses uses = new RecordedUses();
    lifetime.enter();
    try {
      Recording inner = newRecording(() -> Recorder.run(this, uses, work));
      return new OwnedRecording(this, uses.completed(), inner);
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final Stopwatch stopwatch() {
    Recorder.refuse("a stopwatch");
    lifetime.enter();
    try {
      return new OwnedStopwatch(this, newStopwatch());
    } finally {
      lifetime.exit();
    }
  }

  @Override
  public final void close() {
    if (lifetime.close()) {
      Leaks.closing(lifetime);
      free();
    }
  }
}
