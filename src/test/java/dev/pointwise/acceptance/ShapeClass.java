package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import java.util.Comparator;

/**
 * What cases have in common as far as speed goes.
 *
 * @param bound what limits them
 * @param traffic how much they move
 * @param aligned whether C_in and C_out are both a multiple of 16 bytes, which in NHWC are k, m and
 *     all leading dimensions
 */
record ShapeClass(Bound bound, Traffic traffic, boolean aligned) implements Comparable<ShapeClass> {
  private static final int ALIGNMENT = 16;

  static ShapeClass of(LayerCase layer, Roofline roofline) {
    int bytes = layer.precision().storage().bytes();
    long channels = layer.shape().input().c() | layer.shape().cOut();
    return new ShapeClass(
        roofline.bound(layer), Traffic.of(layer.bytes()), channels * bytes % ALIGNMENT == 0);
  }

  @Override
  public int compareTo(ShapeClass other) {
    return Comparator.comparing(ShapeClass::bound)
        .thenComparing(ShapeClass::traffic)
        .thenComparing(each -> !each.aligned())
        .compare(this, other);
  }

  @Override
  public String toString() {
    return bound + ", " + traffic + (aligned ? "" : ", unaligned");
  }
}
