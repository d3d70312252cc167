package dev.pointwise.cpu;

/**
 * Rows of binary32 elements, each contiguous.
 *
 * @param start address of the first
 * @param count how many
 * @param length elements of each
 * @param pitch elements from one row's start to the next one's
 * @param acrossChannels whether a row is one pixel's channels, or else one channel's pixels
 */
record Rows(long start, int count, int length, int pitch, boolean acrossChannels) {
  long address(int row) {
    return start + (long) Float.BYTES * pitch * row;
  }

  /** Rows elsewhere that hold the transpose of these. */
  Rows transposed(long elsewhere, int newPitch) {
    int newCount = length;
    int newLength = count;
    return new Rows(elsewhere, newCount, newLength, newPitch, !acrossChannels);
  }

  /** The same elements as a single row, if there are no gaps between the rows. */
  Rows joined() {
    long all = (long) count * length;
    return pitch == length && all <= Integer.MAX_VALUE
        ? new Rows(start, 1, (int) all, (int) all, acrossChannels)
        : this;
  }
}
