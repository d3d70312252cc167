package dev.pointwise.acceptance;

import java.util.Locale;

/**
 * How long a run takes.
 *
 * @param seconds the median
 * @param graph whether runs came as a CUDA graph, else as calls in a stream
 */
record Time(double seconds, boolean graph) {
  Time orFaster(Time other) {
    return other.seconds < seconds ? other : this;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f%s", seconds * 1e6, graph ? " g" : "");
  }
}
