package dev.pointwise.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {
  private static final ConvSpec SPEC = ConvSpec.of(2, 2);
  private static final ConvWeights WEIGHTS = ConvWeights.of(1, 2, 3, 4);

  private static NetworkBuilder withInput() {
    return NetworkSpec.builder().input("x", 2, Precision.F32, Layout.NCHW);
  }

  private static NetworkBuilder withTwo() {
    return withInput().conv("a", SPEC, WEIGHTS, "x").conv("b", SPEC, WEIGHTS, "x");
  }

  @Test
  void namesMayBeUsedBeforeTheyAreDeclared() {
    NetworkSpec spec =
        NetworkSpec.builder()
            .output("b")
            .conv("b", SPEC, WEIGHTS, "a", "y")
            .conv("a", SPEC, WEIGHTS, "x")
            .input("y", 2, Precision.F32, Layout.NCHW)
            .input("x", 2, Precision.F32, Layout.NCHW)
            .build();
    assertEquals(List.of("y", "x"), spec.inputs());
    assertEquals(List.of("b"), spec.outputs());
  }

  @Test
  void refusesNames() {
    Refusal.argument(() -> withTwo().conv("a", SPEC, WEIGHTS, "x"), "'a' is taken");
    Refusal.argument(() -> withInput().input(" ", 1, Precision.F32, Layout.NCHW), "name is ' '");
    Refusal.argument(
        () -> withInput().conv("a", SPEC, WEIGHTS, "z").output("a").build(),
        "'a' reads 'z', expected one of the nodes: x, a");
    Refusal.argument(() -> withTwo().output("c").build(), "an output is 'c', expected one of");
    Refusal.argument(() -> withTwo().output("a", "a"), "'a' is named twice");
    Refusal.argument(() -> withInput().output("x").build(), "output 'x' is an input");
  }

  @Test
  void refusesAnEmptyNetwork() {
    Refusal.argument(() -> NetworkSpec.builder().build(), "no outputs");
    Refusal.argument(() -> withTwo().build(), "no outputs");
  }

  @Test
  void namesACycle() {
    Refusal.argument(
        () ->
            withInput()
                .conv("a", SPEC, WEIGHTS, "x", "c")
                .conv("b", SPEC, WEIGHTS, "a")
                .conv("c", SPEC, WEIGHTS, "b")
                .output("c")
                .build(),
        "network has the cycle a → b → c → a, expected none");
    Refusal.argument(
        () -> withInput().conv("a", SPEC, WEIGHTS, "a").output("a").build(), "cycle a → a,");
  }

  @Test
  void refusesWhatNobodyReads() {
    Refusal.argument(() -> withTwo().output("a").build(), "'b' is neither read nor an output");
    Refusal.argument(
        () -> withTwo().input("y", 1, Precision.F16, Layout.NHWC).output("a", "b").build(),
        "'y' is neither read nor an output");
    Refusal.argument(
        () -> withTwo().concat("c", "a", "b").output("a").build(), "'c' is neither read nor");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Refusal.argument(
        () ->
            withInput()
                .conv("a", ConvSpec.of(3, 1), ConvWeights.of(1, 2, 3), "x")
                .output("a")
                .build(),
        "layer 'a' (conv1x1 3→1 F32 NCHW) reads 'x', which is c2 F32 NCHW, expected c3 F32 NCHW");
    Refusal.argument(
        () -> withInput().conv("a", SPEC.layout(Layout.NHWC), WEIGHTS, "x").output("a").build(),
        "expected c2 F32 NHWC");
    Refusal.argument(
        () ->
            withInput().conv("a", SPEC.precision(Precision.F16), WEIGHTS, "x").output("a").build(),
        "expected c2 F16 NCHW");
    Refusal.argument(
        () -> withInput().conv("a", SPEC, ConvWeights.of(1), "x"), "layer 'a': W has 1 elements");
    Refusal.argument(
        () -> withInput().input("y", 0, Precision.F32, Layout.NCHW), "'y' has 0 channels");
  }

  @Test
  void refusesResiduals() {
    Refusal.argument(
        () ->
            withInput()
                .input("r", 3, Precision.F32, Layout.NCHW)
                .conv("a", SPEC, WEIGHTS, "x", "r")
                .output("a")
                .build(),
        "residual 'r' of layer 'a'",
        "is c3 F32 NCHW, expected c2 F32 NCHW");
    Refusal.argument(
        () ->
            withInput()
                .concat("r", "x", "x")
                .conv("a", ConvSpec.of(2, 4), ConvWeights.of(new float[8]), "x", "r")
                .output("a")
                .build(),
        "residual 'r' of layer 'a'",
        "expected no concat");
  }

  @Test
  void refusesConcats() {
    Refusal.argument(() -> withTwo().concat("c", "a"), "'c' has 1 branches, expected at least two");
    Refusal.argument(
        () ->
            withTwo()
                .input("y", 2, Precision.F32, Layout.NHWC)
                .concat("c", "a", "b", "y")
                .output("c")
                .build(),
        "branch 'y' of 'c' is c2 F32 NHWC, expected F32 NCHW like 'a'");
    ConvSpec four = ConvSpec.of(4, 2);
    Refusal.argument(
        () ->
            withTwo()
                .concat("c", "a", "b")
                .conv("d", four.stride(2), ConvWeights.of(new float[8]), "c")
                .output("d")
                .build(),
        "reads the concat 'c', expected one group, stride 1");
    Refusal.argument(
        () ->
            withTwo()
                .concat("c", "a", "b")
                .conv("d", four.groups(2), ConvWeights.of(new float[4]), "c")
                .output("d")
                .build(),
        "reads the concat 'c', expected one group, stride 1");
  }

  @Test
  void refusesOutputsThatWouldLieInTwoPlaces() {
    Refusal.argument(
        () ->
            withTwo().concat("c", "a", "x").conv("d", SPEC, WEIGHTS, "b").output("c", "d").build(),
        "branch 'x' of the output 'c' is an input");
    Refusal.argument(
        () -> withTwo().concat("c", "a", "b").output("c", "a").build(),
        "branch 'a' of the output 'c' is in another output too");
    Refusal.argument(
        () -> withTwo().concat("c", "a", "a", "b").output("c").build(), "twice in this one");
    Refusal.argument(
        () -> withTwo().concat("c", "a", "b").concat("d", "c", "b").output("c", "d").build(),
        "of the output 'd' is in another output too");
  }

  @Test
  void refusesSiblingsThatDoNotGoTogether() {
    List<String> names = List.of("a", "b");
    List<ConvWeights> weights = List.of(WEIGHTS, WEIGHTS);
    Refusal.argument(
        () -> withInput().siblings(names, List.of(SPEC), weights, "x"),
        "2 names, 1 specs and 2 weights");
    Refusal.argument(() -> withInput().siblings(List.of(), List.of(), List.of(), "x"), "0 names");
    Refusal.argument(
        () -> withInput().siblings(names, List.of(SPEC, SPEC.stride(2)), weights, "x"),
        "sibling 'b' is conv1x1 2→2 stride 2",
        "C_in 2, stride 1, F32, NCHW→NCHW as the first");
    Refusal.argument(
        () ->
            withInput()
                .siblings(
                    names,
                    List.of(SPEC, SPEC.groups(2)),
                    List.of(WEIGHTS, ConvWeights.of(1, 2)),
                    "x"),
        "sibling 'b' is conv1x1 2→2 groups 2",
        "one group");
  }
}
