package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.bench.Suites;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;

/**
 * Two layers of which the second reads nothing but what the first writes, and alone reads it.
 *
 * @param name where they are met
 * @param reduce the first, for one image
 * @param expand the second, for one image
 */
record BottleneckPair(String name, LayerShape reduce, LayerShape expand) {
  private static final Precision PRECISION = Precision.F16;

  BottleneckPair {
    if (reduce.cOut() != expand.input().c() || !reduce.output().equals(expand.input())) {
      throw new IllegalArgumentException(
          name + " is " + reduce + " and " + expand + ", expected the second to read the first");
    }
  }

  static BottleneckPair of(String suite, String reduce, String expand) {
    return new BottleneckPair(suite + " " + reduce, layer(suite, reduce), layer(suite, expand));
  }

  private static LayerShape layer(String suite, String name) {
    return Suites.get(suite).layers().stream()
        .filter(layer -> layer.name().equals(name))
        .map(SuiteLayer::shape)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(suite + " has no layer " + name));
  }

  private LayerCase reduceOf(int batch) {
    return new LayerCase(reduce.batch(batch), PRECISION, Layout.NHWC);
  }

  private LayerCase expandOf(int batch) {
    return new LayerCase(expand.batch(batch), PRECISION, Layout.NHWC);
  }

  /** Bytes of both W. */
  long weightBytes() {
    return (reduce.weights() + expand.weights()) * PRECISION.storage().bytes();
  }

  /** Bytes of what lies between the two. */
  long intermediateBytes(int batch) {
    return reduce.batch(batch).output().elements() * PRECISION.storage().bytes();
  }

  /** The least that two kernels take. */
  double apart(Roofline roofline, int batch) {
    return roofline.seconds(reduceOf(batch)) + roofline.seconds(expandOf(batch));
  }

  /** The least that one takes, which neither writes nor reads what lies between. */
  double fused(Roofline roofline, int batch) {
    LayerCase first = reduceOf(batch);
    LayerCase second = expandOf(batch);
    long bytes = first.bytes() + second.bytes() - 2 * intermediateBytes(batch);
    return roofline.seconds(bytes, first.flops() + second.flops(), PRECISION);
  }
}
