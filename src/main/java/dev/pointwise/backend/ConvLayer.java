package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose weights are on the device. Thread-safe: many threads may run it at once. A run may
 * return before the device has computed; what uses its output waits.
 *
 * <p>Every run refuses, before anything is enqueued: a tensor with extents, type or layout other
 * than the layer's, a tensor of another backend, and an output that shares elements with the input
 * or the residual ({@link IllegalArgumentException}); a closed tensor or layer ({@link
 * IllegalStateException}). What the device refuses is a {@link BackendException}.
 */
public interface ConvLayer extends AutoCloseable {
  /** The layer. */
  ConvSpec spec();

  /** Runs the layer; the caller closes the output. */
  default Tensor run(Tensor x) {
    return run(x, null);
  }

  /** Runs the layer, adding {@code residual}, if any, before the activation. */
  Tensor run(Tensor x, @Nullable Tensor residual);

  /**
   * Runs the layer into a tensor of the caller's, whose former contents do not matter.
   *
   * @param x the input
   * @param residual what is added before the activation, or null
   * @param y the output; may be a slice of a wider tensor
   */
  void runInto(Tensor x, @Nullable Tensor residual, Tensor y);

  /**
   * What runs for tensors of these specs, and why. May time what could run, where the backend was
   * opened to do so and has not met such tensors before.
   *
   * @throws IllegalArgumentException if {@link #runInto} would refuse such tensors, or y is empty
   * @throws IllegalStateException if the layer is closed
   */
  PlanExplanation explain(TensorSpec x, @Nullable TensorSpec residual, TensorSpec y);

  /** Runs the layer on the concatenation of the branches; the caller closes the output. */
  Tensor runConcat(List<Tensor> branches);

  /**
   * Runs the layer, which has neither groups nor a stride and is not quantized, on the
   * concatenation of tensors along the channels. The concatenation is never built: each branch is
   * multiplied by its columns of W.
   *
   * @param branches tensors or slices, all of one batch and one height and width, whose channels
   *     sum to C_in; those that lie side by side in one wider tensor are read as one; an immutable
   *     list is not copied
   * @param residual what is added before the activation, or null
   * @param y the output; may be a slice of a wider tensor
   * @throws IllegalArgumentException likewise if there is no branch, or the layer has groups, a
   *     stride or scales
   */
  void runConcatInto(List<Tensor> branches, @Nullable Tensor residual, Tensor y);

  /** Waits for running calls and frees the weights. A second call does nothing. */
  @Override
  void close();
}
