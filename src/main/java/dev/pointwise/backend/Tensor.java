package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/**
 * A feature map in a backend's memory, or a view of a slice of its channels. Thread-safe: work on
 * one tensor from several threads, or on slices of it, runs in some order, one after the other
 * where it shares memory.
 */
public interface Tensor extends AutoCloseable {
  /** Where the elements lie. */
  TensorSpec spec();

  /** The backend that it belongs to. */
  Backend backend();

  /** True unless the two certainly have no byte in common. */
  boolean overlaps(Tensor other);

  /**
   * A view of {@code count} channels from {@code from} on, without a copy. Closing a view ends the
   * view alone; closing the tensor that it was made of ends both.
   *
   * @throws IllegalArgumentException if there are no such channels
   * @throws IllegalStateException if the tensor is closed
   */
  Tensor slice(int from, int count);

  /**
   * A view of the start of this tensor's memory as a tensor of other extents, type or layout,
   * without a copy: a buffer that serves several tensors in turn. Its elements are whatever those
   * bytes mean. Closing works as for slices. Where views of one tensor have different extents, two
   * count as overlapping unless all bytes of one lie before all bytes of the other.
   *
   * @throws IllegalArgumentException if this tensor or {@code spec} is a slice of a wider tensor,
   *     or if {@code spec} needs more bytes than this tensor has, or another N where the images of
   *     a tensor are on several devices
   * @throws IllegalStateException if the tensor is closed
   */
  Tensor reshaped(TensorSpec spec);

  /**
   * Replaces the elements of this view (and none beside it).
   *
   * @throws IllegalArgumentException if the host tensor has other extents, type or layout
   * @throws IllegalStateException if the tensor is closed
   */
  void write(HostTensor host);

  /**
   * Waits for the work that writes this tensor and copies it to host memory, as a compact tensor.
   *
   * @throws IllegalStateException if the tensor is closed
   * @throws BackendException if that work failed
   */
  HostTensor download();

  /**
   * Waits for the work that writes this tensor and copies it to host memory of the caller's.
   *
   * @param host a compact tensor
   * @throws IllegalArgumentException if the host tensor has other extents, type or layout, or is a
   *     slice of a wider one
   * @throws IllegalStateException if the tensor is closed
   * @throws BackendException if that work failed
   */
  void read(HostTensor host);

  /** Frees the memory once no work uses it. A second call does nothing. */
  @Override
  void close();
}
