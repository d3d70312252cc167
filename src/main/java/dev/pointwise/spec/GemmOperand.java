package dev.pointwise.spec;

/**
 * One matrix of a {@link GemmShape}, column-major: where each of its copies starts, and how far its
 * columns lie apart. All numbers are elements.
 *
 * @param transposed whether the product takes the transpose of what is stored
 * @param offset elements before the first copy
 * @param ld elements from one stored column to the next (the leading dimension)
 * @param stride elements from one copy to the next within a batch
 * @param outerStride elements from one batch to the next
 */
public record GemmOperand(boolean transposed, long offset, long ld, long stride, long outerStride) {

  /** The same copies, each a batch of its own. */
  GemmOperand looped() {
    return new GemmOperand(transposed, offset, ld, 0, stride);
  }

  /** Where the copy of batch {@code outer}, position {@code batch} starts. */
  public long start(long outer, long batch) {
    return offset + outer * outerStride + batch * stride;
  }
}
