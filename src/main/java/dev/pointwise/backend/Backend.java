package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs layers: a device and what is needed to use it. Thread-safe. Tensors and
 * layers belong to the backend that made them; close them first.
 */
public interface Backend extends AutoCloseable {
  /** What this backend is and what it runs on. */
  BackendInfo info();

  /**
   * Why this backend cannot run that layer, or null if it can. Layers that are not quantized run
   * everywhere.
   */
  @Nullable String unsupportedReason(ConvSpec spec);

  /**
   * Uploads the weights of a layer, once: W rounded to the layer's precision, the bias to the type
   * of its output.
   *
   * @throws IllegalArgumentException if the weights do not fit the layer, or cannot be quantized
   * @throws UnsupportedLayerException if there is an {@link #unsupportedReason}
   * @throws BackendException if the device refuses
   */
  ConvLayer prepare(ConvSpec spec, ConvWeights weights);

  /**
   * Uploads the weights of layers that read one tensor, once, rounded likewise.
   *
   * @param specs the layers: alike but for C_out and activation, without groups, not quantized; at
   *     least one
   * @param weights the weights of each
   * @throws IllegalArgumentException if the layers are not alike, or weights do not fit theirs
   * @throws BackendException if the device refuses
   */
  SiblingLayer prepareSiblings(List<ConvSpec> specs, List<ConvWeights> weights);

  /**
   * A tensor on the device with undefined contents.
   *
   * @throws IllegalArgumentException if {@code spec} is a slice of a wider tensor; slice the wider
   *     one instead
   * @throws DeviceMemoryException if the device has not that much memory left
   */
  Tensor allocate(TensorSpec spec);

  /**
   * A copy of {@code host} on the device; compact, whatever view {@code host} is. The host memory
   * may be reused once this returns.
   *
   * @throws DeviceMemoryException if the device has not that much memory left
   */
  default Tensor upload(HostTensor host) {
    Tensor tensor = allocate(Objects.requireNonNull(host, "host").spec().compact());
    try {
      tensor.write(host);
      return tensor;
    } catch (Throwable failure) {
      Closing.close(tensor, failure);
      throw failure;
    }
  }

  /**
   * Copies a tensor on the device, in the order of layer runs: enqueued, and not waited for.
   *
   * @param from a whole tensor
   * @param to another one of the same extents, type and layout, whose elements are replaced
   * @throws IllegalArgumentException if the two are not alike, or share elements, or one is a slice
   *     of a wider tensor or of another backend
   * @throws IllegalStateException if one is closed, or this thread records
   * @throws BackendException if the device refuses
   */
  void copy(Tensor from, Tensor to);

  /**
   * Bytes of the largest cache between what computes and the device's memory: a GPU's L2, a
   * processor's last level. A guess where the device does not tell. Of several devices, the
   * largest.
   */
  long cacheBytes();

  /**
   * What this backend has of the device's memory now. On a GPU that is what comes from the
   * backend's own pool; the driver's context, modules and graphs, and what cuBLAS takes for itself,
   * come on top. Takes microseconds.
   */
  MemoryStatus memory();

  /**
   * Lets no more of the device's memory be in use from now on; of several devices, of each. An
   * allocation beyond it fails as it does where the device has no more. If more is in use already,
   * it stays, and allocations fail until enough is freed. Memory that a pool keeps beyond the limit
   * is given back at the next wait for the device.
   *
   * @param bytes the limit, or {@link MemoryStatus#UNLIMITED}, as it is at first
   * @throws IllegalArgumentException if it is negative
   */
  void limitMemory(long bytes);

  /** Lets {@link MemoryStatus#highWater} count anew, from what is in use now. */
  void resetHighWater();

  /**
   * Asks {@code cache} from now on to free what it holds whenever an allocation of this backend
   * fails, before that is tried once more. The cache is held weakly.
   */
  void addCache(MemoryCache cache);

  /**
   * In which condition the device is now. Takes well below a millisecond but for the first time,
   * and disturbs no work on the device.
   */
  DeviceCondition condition();

  /**
   * Waits until everything enqueued so far has run.
   *
   * @throws BackendException if some of it failed
   */
  void synchronize();

  /**
   * Records layer runs, for {@link Recording#replay} to run them all again in one call.
   *
   * <p>Runs {@code work} here and now, on this thread, once for real: what its layers compute is
   * there afterwards, as if it had just been called. A backend that captures what is enqueued runs
   * it a second time for that, with no effect on any tensor; so {@code work} has to run the same
   * layers on the same tensors each time, and nothing else. Only what this thread runs is recorded.
   *
   * <p>Within {@code work}, this thread may run layers of this backend into tensors that exist, and
   * make views. It must not wait for other threads that use the backend: it holds a part of the
   * device that they may need. To allocate (so {@link ConvLayer#run}), write, upload, download,
   * copy, prepare, synchronize, time, record, replay or close anything, or to run a network, is an
   * {@link IllegalStateException}. Other threads may do as they like meanwhile.
   *
   * @throws IllegalStateException if {@code work} did what it may not, whether or not it caught the
   *     refusal
   * @throws BackendException if the device refuses
   * @throws RuntimeException whatever {@code work} throws; after any failure, nothing is recorded
   */
  Recording record(Runnable work);

  /** A stopwatch for work on this backend. */
  Stopwatch stopwatch();

  /**
   * Waits for running calls and frees the backend's own resources. A second call does nothing.
   *
   * @throws BackendException if something could not be freed; the rest is freed nevertheless
   */
  @Override
  void close();
}
