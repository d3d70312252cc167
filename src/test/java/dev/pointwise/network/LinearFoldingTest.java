package dev.pointwise.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Folded networks compute what the layers one by one do; integers keep both exact. */
class LinearFoldingTest {
  private static final ConvSpec WIDE = ConvSpec.of(4, 6);
  private static final ConvSpec NARROW = ConvSpec.of(6, 2);
  private static final ConvSpec SCALE = ConvSpec.of(4, 4).groups(4);

  private final Integers integers = new Integers(new SplittableRandom(7));

  private NetworkBuilder start() {
    return NetworkSpec.builder().input("x", 4, Precision.F32, Layout.NCHW);
  }

  private NetworkBuilder chain(ConvSpec first, ConvSpec second) {
    return start()
        .conv("a", first, integers.weights(first).bias(vector(first.cOut())), "x")
        .conv("b", second, integers.weights(second).bias(vector(second.cOut())), "a");
  }

  private static float[] vector(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i - 2;
    }
    return values;
  }

  /** Checks how many layers are left, and that they compute the same. */
  private NetworkSpec folds(int layers, NetworkBuilder builder) {
    NetworkSpec spec = builder.build();
    assertEquals(layers, spec.graph().convs().size(), () -> "" + spec.graph().convs());
    List<HostTensor> x =
        spec.declared().inputs().stream()
            .map(input -> integers.tensor(input.signature().at(new Shape(2, 1, 5, 4)), 9))
            .toList();
    List<HostTensor> expected = HostRun.of(spec.declared(), x);
    List<HostTensor> actual = HostRun.of(spec.graph(), x);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).spec(), actual.get(i).spec());
      assertArrayEquals(expected.get(i).toArray(), actual.get(i).toArray());
    }
    return spec;
  }

  private static ConvSpec only(NetworkSpec spec) {
    return spec.graph().convs().getFirst().spec();
  }

  @Test
  void pairsThatGetLess() {
    NetworkSpec spec = folds(1, chain(WIDE, NARROW.activation(Activation.RELU)).output("b"));
    assertEquals(ConvSpec.of(4, 2).activation(Activation.RELU), only(spec));
    assertEquals("b", spec.graph().convs().getFirst().name());
  }

  @Test
  void noPairThatGetsMore() {
    folds(2, chain(ConvSpec.of(4, 1), ConvSpec.of(1, 4)).output("b"));
    folds(2, chain(ConvSpec.of(4, 2), ConvSpec.of(2, 4)).output("b"));
    folds(1, chain(ConvSpec.of(4, 3), ConvSpec.of(3, 4)).output("b"));
  }

  @Test
  void stridesMultiplyAndLayoutsMeet() {
    ConvSpec first = WIDE.stride(2).outputLayout(Layout.NHWC);
    ConvSpec second = NARROW.stride(3).layout(Layout.NHWC);
    NetworkSpec spec = folds(1, chain(first, second).output("b"));
    assertEquals(ConvSpec.of(4, 2).stride(6).outputLayout(Layout.NHWC), only(spec));
  }

  @Test
  void slopesAndResidualsOfTheSecondStay() {
    ConvSpec prelu = NARROW.activation(Activation.PRELU);
    NetworkBuilder builder =
        start()
            .input("r", 2, Precision.F32, Layout.NCHW)
            .conv("a", WIDE, integers.weights(WIDE), "x")
            .conv("b", prelu, integers.weights(prelu), "a", "r");
    folds(1, builder.output("b"));
  }

  @Test
  void onlyALinearFirstLayerThatNobodyElseSees() {
    folds(2, chain(WIDE.activation(Activation.RELU), NARROW).output("b"));
    folds(2, chain(WIDE, NARROW).output("b", "a"));
    folds(3, chain(WIDE, NARROW).conv("c", NARROW, integers.weights(NARROW), "a").output("b", "c"));
    ConvSpec square = ConvSpec.of(6, 6);
    folds(
        2,
        start()
            .conv("a", WIDE, integers.weights(WIDE), "x")
            .conv("b", square, integers.weights(square), "a", "a")
            .output("b"));
    ConvSpec same = ConvSpec.of(4, 4);
    folds(
        2,
        start()
            .conv("a", same, integers.weights(same), "x", "x")
            .conv("b", same, integers.weights(same), "a")
            .output("b"));
    folds(
        2,
        start()
            .conv("a", same, integers.weights(same), "x")
            .conv("b", same, integers.weights(same), "x", "a")
            .output("b"));
  }

  @Test
  void onlyInOnePrecision() {
    folds(2, chain(WIDE, NARROW.precision(Precision.TF32)).output("b"));
  }

  @Test
  void densePairsOfOneGroupAlone() {
    folds(2, chain(WIDE.groups(2), NARROW).output("b"));
    folds(2, chain(WIDE, NARROW.groups(2)).output("b"));
  }

  @Test
  void aScaleFoldsIntoWhatComesBefore() {
    ConvSpec grouped = ConvSpec.of(4, 4).groups(2).stride(2);
    ConvSpec scale = SCALE.stride(2).activation(Activation.RELU);
    NetworkSpec spec = folds(1, chain(grouped, scale).output("b"));
    assertEquals(grouped.stride(4).activation(Activation.RELU), only(spec));
  }

  @Test
  void aScaleFoldsIntoWhatComesBehind() {
    NetworkSpec dense = folds(1, chain(SCALE, ConvSpec.of(4, 5).stride(2)).output("b"));
    assertEquals(ConvSpec.of(4, 5).stride(2), only(dense));
    NetworkSpec grouped = folds(1, chain(SCALE, ConvSpec.of(4, 6).groups(2)).output("b"));
    assertEquals(ConvSpec.of(4, 6).groups(2), only(grouped));
  }

  @Test
  void scalesFoldIntoEachOtherAndTheRest() {
    ConvSpec relu = ConvSpec.of(4, 3).activation(Activation.RELU);
    folds(
        1,
        chain(SCALE, SCALE)
            .conv("c", SCALE, integers.weights(SCALE), "b")
            .conv("d", relu, integers.weights(relu), "c")
            .output("d"));
  }

  @Test
  void noStrideGetsBehindAConcat() {
    ConvSpec eight = ConvSpec.of(8, 6);
    folds(
        2,
        start()
            .concat("c", "x", "x")
            .conv("a", eight, integers.weights(eight), "c")
            .conv("b", NARROW.stride(2), integers.weights(NARROW), "a")
            .output("b"));
    folds(
        1,
        start()
            .concat("c", "x", "x")
            .conv("a", eight, integers.weights(eight), "c")
            .conv("b", NARROW, integers.weights(NARROW), "a")
            .output("b"));
  }

  @Test
  void whatTheTypeCannotHoldIsLeftAlone() {
    assertHalvesLeft(2, ConvWeights.of(1000));
    assertHalvesLeft(2, ConvWeights.of(1).bias(1000));
    assertHalvesLeft(1, ConvWeights.of(1).bias(10));
  }

  /** How many layers are left of that one and one that multiplies by a thousand. */
  private static void assertHalvesLeft(int layers, ConvWeights first) {
    ConvSpec half = ConvSpec.of(1, 1).precision(Precision.F16);
    NetworkSpec spec =
        NetworkSpec.builder()
            .input("x", 1, Precision.F16, Layout.NCHW)
            .conv("a", half, first, "x")
            .conv("b", half, ConvWeights.of(1000), "a")
            .output("b")
            .build();
    assertEquals(layers, spec.graph().convs().size());
  }

  @Test
  void computesInBinary64AndRoundsOnce() {
    ConvSpec two = ConvSpec.of(2, 2);
    ConvSpec last = ConvSpec.of(2, 1);
    NetworkSpec spec =
        NetworkSpec.builder()
            .input("x", 2, Precision.F32, Layout.NCHW)
            .conv("a", two, ConvWeights.of(1e8f, 0, -1e8f, 1), "x")
            .conv("b", last, ConvWeights.of(1, 1).bias(0.5f), "a")
            .output("b")
            .build();
    assertArrayEquals(new float[] {0, 1}, spec.graph().convs().getFirst().weights().weight());
    assertArrayEquals(new float[] {0.5f}, spec.graph().convs().getFirst().weights().bias());
  }
}
