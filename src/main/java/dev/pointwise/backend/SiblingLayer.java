package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import java.util.List;

/**
 * Layers that read the same tensor, whose weights are on the device; where the backend can, they
 * run as one layer, which reads the input once. Thread-safe: many threads may run it at once.
 *
 * <p>Every run refuses, before anything is enqueued: tensors with extents, type or layout other
 * than the layers', tensors of another backend, another number of outputs than of layers, and
 * outputs that share elements with the input or with one another ({@link
 * IllegalArgumentException}); a closed tensor or layer ({@link IllegalStateException}). What the
 * device refuses is a {@link BackendException}.
 */
public interface SiblingLayer extends AutoCloseable {
  /** The layers, in the order of their outputs. */
  List<ConvSpec> specs();

  /**
   * Runs the layers; their outputs are stacked along the channels, in the order of {@link #specs},
   * in one tensor, which the caller slices and closes.
   */
  Tensor run(Tensor x);

  /**
   * Runs the layers into tensors of the caller's, whose former contents do not matter.
   *
   * @param x the input
   * @param outputs one for each layer, each a tensor or a slice, in any mixture; an immutable list
   *     is not copied
   */
  void runInto(Tensor x, List<Tensor> outputs);

  /** Waits for running calls and frees the weights. A second call does nothing. */
  @Override
  void close();
}
