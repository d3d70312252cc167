package dev.pointwise.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final ConvSpec RELU = ConvSpec.of(2, 2).activation(Activation.RELU);
  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4);
  private static final TensorSpec X = TensorSpec.of(new Shape(1, 2, 3, 3), DType.F32, Layout.NCHW);

  private static NetworkBuilder start() {
    return NetworkSpec.builder().input("x", 2, Precision.F32, Layout.NCHW);
  }

  private static String steps(NetworkSpec spec) {
    return spec.schedule().steps().stream().map(Step::toString).collect(Collectors.joining("; "));
  }

  private static NetworkBuilder relu(NetworkBuilder builder, String name, String input) {
    return builder.conv(name, RELU, WEIGHTS, input);
  }

  private static NetworkBuilder four(NetworkBuilder builder, String name, String input) {
    return builder.conv(name, ConvSpec.of(4, 2), ConvWeights.of(new float[8]), input);
  }

  @Test
  void mergesLayersThatReadTheSame() {
    NetworkBuilder builder = relu(relu(start(), "a", "x"), "b", "a");
    builder.conv("c", ConvSpec.of(2, 2), WEIGHTS, "x");
    builder.conv("strided", RELU.stride(2), WEIGHTS, "x");
    builder.conv("grouped", RELU.groups(2), ConvWeights.of(1, 2), "x");
    builder.conv("added", RELU, WEIGHTS, "x", "a");
    builder.conv("tf32", RELU.precision(Precision.TF32), WEIGHTS, "x");
    builder.conv("nhwc", RELU.outputLayout(Layout.NHWC), WEIGHTS, "x");
    NetworkSpec spec =
        builder.output("b", "c", "strided", "grouped", "added", "tf32", "nhwc").build();
    assertEquals("a + c; b; strided; grouped; added; tf32; nhwc", steps(spec));
    assertEquals(7, spec.schedule().products());
  }

  @Test
  void branchesAreWrittenToWhereTheConcatLies() {
    NetworkSpec spec =
        four(relu(relu(start(), "a", "x"), "b", "a").concat("c", "b", "a"), "d", "c")
            .output("d")
            .build();
    Schedule schedule = spec.schedule();
    assertEquals("a; b; d", steps(spec));
    assertEquals(List.of(new Inner("c", 4)), schedule.inner());
    assertEquals(List.of(new Slot(Slot.Home.INNER, 0, 2, 2)), schedule.steps().get(0).outputs());
    assertEquals(List.of(new Slot(Slot.Home.INNER, 0, 0, 2)), schedule.steps().get(1).outputs());
    assertEquals(List.of(new Slot(Slot.Home.INNER, 0, 0, 4)), schedule.steps().get(2).sources());
    assertEquals(List.of(new Lifespan(0, 2)), schedule.lifespans());
    assertEquals(new Footprint(3, 3, 3, 1, 4 * 4 * 9), spec.footprint(List.of(X)));
  }

  @Test
  void branchesThatLieElsewhereAreReadOneByOne() {
    NetworkBuilder builder = relu(start(), "a", "x").concat("c", "a", "x");
    builder.conv("e", ConvSpec.of(4, 1), ConvWeights.of(new float[4]), "c");
    NetworkSpec spec = four(builder, "d", "c").output("d", "e").build();
    assertEquals("a; e; d", steps(spec));
    assertEquals(5, spec.schedule().products());
    assertEquals(List.of(new Inner("a", 2)), spec.schedule().inner());
  }

  @Test
  void siblingsOfOneActivationWriteSideBySide() {
    NetworkBuilder builder = relu(relu(start(), "a", "x"), "b", "x");
    builder.conv("c", ConvSpec.of(2, 2), WEIGHTS, "b").conv("d", RELU, WEIGHTS, "b", "a");
    NetworkSpec spec =
        four(builder.conv("e", RELU, WEIGHTS, "b").concat("f", "c", "e"), "g", "f")
            .output("d", "g")
            .build();
    assertEquals("a + b; c + e; d; g", steps(spec));
    assertEquals(List.of(new Inner("f", 4), new Inner("a", 4)), spec.schedule().inner());
    assertEquals(
        List.of(new Slot(Slot.Home.INNER, 1, 0, 2), new Slot(Slot.Home.INNER, 1, 2, 2)),
        spec.schedule().steps().getFirst().outputs());
  }

  @Test
  void anOutputIsWrittenInPlace() {
    NetworkSpec spec =
        four(relu(relu(start(), "a", "x"), "b", "x").concat("c", "b", "a"), "d", "c")
            .output("d", "c")
            .build();
    assertEquals("a + b; d", steps(spec));
    assertEquals(List.of(), spec.schedule().inner());
    assertEquals(
        List.of(new Slot(Slot.Home.OUTPUT, 1, 2, 2), new Slot(Slot.Home.OUTPUT, 1, 0, 2)),
        spec.schedule().steps().getFirst().outputs());
  }

  @Test
  void aConcatOfConcatsLiesInOnePiece() {
    NetworkBuilder builder = relu(relu(start(), "a", "x"), "b", "a");
    builder.concat("ab", "a", "b").conv("d", RELU, WEIGHTS, "b").concat("abd", "ab", "d");
    builder.conv("e", ConvSpec.of(6, 1), ConvWeights.of(new float[6]), "abd");
    NetworkSpec spec = builder.output("e").build();
    assertEquals(List.of(new Inner("abd", 6)), spec.schedule().inner());
    assertEquals("a; b; d; e", steps(spec));
  }

  @Test
  void aChainRunsThroughTwoBuffers() {
    NetworkBuilder builder = relu(start(), "a", "x");
    for (String[] next : List.of("b a".split(" "), "c b".split(" "), "d c".split(" "))) {
      relu(builder, next[0], next[1]);
    }
    NetworkSpec spec = relu(builder, "e", "d").output("e").build();
    assertEquals(new Footprint(5, 5, 5, 2, 2 * 4 * 2 * 9), spec.footprint(List.of(X)));
  }

  @Test
  void whatMeetsInALayerLiesApart() {
    NetworkSpec spec =
        relu(start(), "a", "x")
            .conv("b", RELU, WEIGHTS, "a", "a")
            .conv("c", RELU, WEIGHTS, "b", "a")
            .output("c")
            .build();
    List<Integer> assigned = spec.bufferPlan(spec.innerSpecs(spec.extents(List.of(X)))).assigned();
    assertNotEquals(assigned.get(0), assigned.get(1));
  }

  @Test
  void extentsThatDoNotMeetAreRefused() {
    NetworkSpec added =
        start()
            .conv("a", RELU.stride(2), WEIGHTS, "x")
            .conv("b", RELU, WEIGHTS, "x", "a")
            .output("b")
            .build();
    Refusal.argument(
        () -> added.outputSpecs(List.of(X)), "residual 'a' of 'b' is n1c2h2w2, expected n1c2h3w3");
    NetworkSpec joined =
        four(start().conv("a", RELU.stride(2), WEIGHTS, "x").concat("c", "x", "a"), "d", "c")
            .output("d")
            .build();
    Refusal.argument(
        () -> joined.outputSpecs(List.of(X)),
        "branch 'a' of 'c' is n1c2h2w2, expected N, H and W of 'x', which is n1c2h3w3");
    Refusal.argument(() -> joined.outputSpecs(List.of()), "inputs are 0, expected 1");
    Refusal.argument(
        () -> joined.outputSpecs(List.of(TensorSpec.of(X.shape(), DType.F16, Layout.NCHW))),
        "input 'x' is n1c2h3w3 F16 NCHW, expected c2 F32 NCHW");
    TensorSpec single = TensorSpec.of(new Shape(1, 2, 1, 1), DType.F32, Layout.NCHW);
    assertEquals(List.of(single), added.outputSpecs(List.of(single)));
  }
}
