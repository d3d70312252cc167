package dev.pointwise.network;

/**
 * From when to when a tensor is needed, both ends included.
 *
 * @param first the step that first writes it
 * @param last the step that last uses it
 */
record Lifespan(int first, int last) {
  Lifespan until(Lifespan later) {
    return new Lifespan(first, later.last);
  }

  boolean meets(Lifespan other) {
    return first <= other.last && other.first <= last;
  }
}
