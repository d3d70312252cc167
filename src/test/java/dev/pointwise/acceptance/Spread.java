package dev.pointwise.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Orders of which every beginning is a cross-section of the whole. */
final class Spread {
  /** One less than the golden ratio: steps of it visit everything evenly. */
  private static final double STEP = 0.618033988749895;

  private Spread() {}

  static <T> List<T> of(List<T> all) {
    List<T> left = new ArrayList<>(all);
    List<T> ordered = new ArrayList<>();
    double at = 0;
    while (!left.isEmpty()) {
      at = (at + STEP) % 1;
      ordered.add(left.remove((int) (at * left.size())));
    }
    return ordered;
  }
}
