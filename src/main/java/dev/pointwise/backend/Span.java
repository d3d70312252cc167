package dev.pointwise.backend;

import dev.pointwise.spec.TensorSpec;

/**
 * Tensors of a list, one after the other, that lie side by side in one wider tensor and so are one
 * slice of it; or a single tensor.
 *
 * @param first the position of the first of them in the list
 * @param count how many
 * @param spec where all of them lie together
 */
public record Span(int first, int count, TensorSpec spec) {
  /** This span and the tensor that begins where it ends. */
  Span with(TensorSpec next) {
    TensorSpec joined =
        new TensorSpec(
            spec.shape().channels(spec.shape().c() + next.shape().c()),
            spec.dtype(),
            spec.layout(),
            spec.channelOffset(),
            spec.channelPitch());
    return new Span(first, count + 1, joined);
  }
}
