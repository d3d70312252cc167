package dev.pointwise.tensor;

import dev.pointwise.spec.DType;

/**
 * Finds the scale to quantize an activation with, from samples of it. Keeps a histogram of the
 * magnitudes, of one size whatever the samples, not the samples. Not thread-safe.
 */
public final class Calibration {
  /** Magnitudes are told apart by the upper half of their binary32, as bfloat16 does. */
  private static final int DROPPED_BITS = 16;

  private final long[] counts = new long[1 << (31 - DROPPED_BITS)];
  private long elements;
  private float largest;

  /**
   * Takes a sample into account: what the layer's input is, before it is quantized; of a slice, the
   * view alone.
   *
   * @throws IllegalArgumentException if an element is NaN or infinite, or the sample is quantized;
   *     nothing of it counts then
   */
  public Calibration add(HostTensor sample) {
    if (sample.spec().dtype().quantized()) {
      throw new IllegalArgumentException(
          "sample dtype is " + sample.spec().dtype() + ", expected F32, F16 or BF16");
    }
    sample.forEach((position, index) -> checkFinite(position, sample.getAt(index)));
    sample.forEach((position, index) -> count(Math.abs(sample.getAt(index))));
    return this;
  }

  private static void checkFinite(long position, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "sample element " + position + " is " + value + ", expected finite numbers");
    }
  }

  private void count(float magnitude) {
    counts[Float.floatToRawIntBits(magnitude) >>> DROPPED_BITS]++;
    elements++;
    largest = Math.max(largest, magnitude);
  }

  /**
   * The scale that takes the largest magnitude seen to the type's largest number.
   *
   * @param type E4M3 or I8
   * @throws IllegalArgumentException if the type is another
   * @throws IllegalStateException if no element was seen, or none but zeros
   */
  public float scale(DType type) {
    return scale(type, 100);
  }

  /**
   * The scale that takes to the type's largest number what {@code percentile} percent of all
   * elements seen, zeros included, do not exceed; larger ones will be cut off. Below 100 it is up
   * to 1/128 too large, and never larger than for 100.
   *
   * @param type E4M3 or I8
   * @param percentile above 0, up to 100
   * @throws IllegalArgumentException if an argument is another
   * @throws IllegalStateException if no element was seen, or that magnitude is zero, or too small
   *     for its scale to be a normal binary32
   */
  public float scale(DType type, double percentile) {
    float most = Elements.largest(type);
    if (!(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "percentile is " + percentile + ", expected above 0 and up to 100");
    }
    if (elements == 0) {
      throw new IllegalStateException("no sample was added, expected at least one element");
    }
    float magnitude = magnitude((long) Math.ceil(percentile / 100 * elements));
    float scale = magnitude / most;
    if (scale < Float.MIN_NORMAL) {
      throw new IllegalStateException(
          percentile
              + " % of the samples are no larger than "
              + magnitude
              + ", expected a magnitude of at least "
              + most * Float.MIN_NORMAL);
    }
    return scale;
  }

  /** A magnitude that at least {@code rank} of the elements do not exceed. */
  private float magnitude(long rank) {
    int bin = 0;
    for (long seen = counts[0]; seen < rank; seen += counts[bin]) {
      bin++;
    }
    int most = (bin << DROPPED_BITS) | ((1 << DROPPED_BITS) - 1);
    return Math.min(bin == 0 ? 0 : Float.intBitsToFloat(most), largest);
  }
}
