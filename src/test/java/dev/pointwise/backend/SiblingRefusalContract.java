package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.pointwise.Refusal;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Siblings that are none, and tensors that do not fit them, are refused and do no harm. */
interface SiblingRefusalContract extends BackendSource {
  /** 4→4, as {@link SmallLayer}. */
  ConvSpec SPEC = SmallLayer.SPEC;

  private void refusesSpecs(ConvSpec second, String... words) {
    List<ConvWeights> weights = List.of(SmallLayer.weights(), SmallLayer.weights());
    Refusal.argument(
        () -> backend().prepareSiblings(List.of(SPEC, second), weights).close(), words);
  }

  @Test
  default void refusesLayersThatAreNoSiblings() {
    refusesSpecs(ConvSpec.of(5, 4), "sibling 1 C_in is 5", "expected 4");
    refusesSpecs(SPEC.stride(2), "sibling 1 stride is 2", "expected 1");
    refusesSpecs(SPEC.groups(2), "sibling 1 groups is 2", "expected 1");
    refusesSpecs(SPEC.precision(Precision.F16), "sibling 1 precision is F16", "expected F32");
    refusesSpecs(SPEC.layout(Layout.NHWC), "sibling 1 input layout is NHWC", "expected NCHW");
    refusesSpecs(
        SPEC.outputLayout(Layout.NHWC), "sibling 1 output layout is NHWC", "expected NCHW");
    ConvSpec grouped = SPEC.groups(2);
    Refusal.argument(
        () -> backend().prepareSiblings(List.of(grouped), List.of(ConvWeights.of())).close(),
        "sibling 0 groups is 2");
    ConvSpec quantized = SPEC.precision(Precision.I8);
    Refusal.argument(
        () -> backend().prepareSiblings(List.of(quantized), List.of(ConvWeights.of())).close(),
        "precision is I8",
        "without scales");
    Refusal.argument(
        () -> backend().prepareSiblings(List.of(), List.of()).close(), "specs is empty");
  }

  @Test
  default void refusesWeightsThatDoNotFitASibling() {
    List<ConvSpec> specs = List.of(SPEC, SPEC.activation(Activation.PRELU));
    ConvWeights right = SmallLayer.weights();
    refusesWeights(specs, List.of(right), "weights are 1", "expected 2");
    refusesWeights(specs, List.of(ConvWeights.of(1, 2, 3), right), "sibling 0: W has 3", "16");
    refusesWeights(specs, List.of(right, right), "sibling 1: slope is missing");
    refusesWeights(specs, List.of(right, right.slope(1)), "sibling 1: slope length is 1");
    refusesWeights(specs, List.of(right.bias(1, 2), right), "sibling 0: bias length is 2");
  }

  private void refusesWeights(List<ConvSpec> specs, List<ConvWeights> weights, String... words) {
    Refusal.argument(() -> backend().prepareSiblings(specs, weights).close(), words);
  }

  private SiblingLayer twins() {
    return backend()
        .prepareSiblings(List.of(SPEC, SPEC), List.of(SmallLayer.weights(), SmallLayer.weights()));
  }

  private void refusesOutputs(SmallLayer small, Tensor x, List<Tensor> outputs, String... words) {
    try (SiblingLayer layer = twins();
        Tensor other = backend().allocate(SmallLayer.OUTPUT)) {
      Refusal.argument(() -> layer.runInto(x, outputs), words);
      layer.runInto(small.x, List.of(small.y, other));
      float[] fours = HostTensors.full(SmallLayer.OUTPUT, 4).toArray();
      assertArrayEquals(fours, small.y.download().toArray());
      assertArrayEquals(fours, other.download().toArray());
    }
  }

  private void refusesSecondOutput(TensorSpec spec, String... words) {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wrong = backend().allocate(spec)) {
      refusesOutputs(small, small.x, List.of(small.y, wrong), words);
    }
  }

  @Test
  default void refusesOutputsThatDoNotFit() {
    TensorSpec right = SmallLayer.OUTPUT;
    refusesSecondOutput(ConvSpec.of(5, 1).input(1, 3, 2), "sibling 1: output shape", "n1c4h3w2");
    refusesSecondOutput(SPEC.input(2, 3, 2), "sibling 1: output shape", "n1c4h3w2");
    refusesSecondOutput(
        TensorSpec.of(right.shape(), DType.F16, right.layout()), "sibling 1: output dtype");
    refusesSecondOutput(
        TensorSpec.of(right.shape(), right.dtype(), Layout.NHWC), "sibling 1: output layout");
    try (SmallLayer small = new SmallLayer(backend());
        Tensor narrow = backend().allocate(ConvSpec.of(3, 1).input(1, 3, 2))) {
      refusesOutputs(small, small.x, List.of(small.y), "outputs are 1", "expected 2");
      refusesOutputs(small, small.x, List.of(), "outputs are 0", "expected 2");
      try (Tensor other = backend().allocate(right)) {
        refusesOutputs(small, narrow, List.of(small.y, other), "input", "C_in = 4");
      }
    }
  }

  @Test
  default void refusesOutputsThatOverlap() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wide = backend().allocate(ConvSpec.of(12, 1).input(1, 3, 2));
        Tensor low = wide.slice(0, 4);
        Tensor middle = wide.slice(3, 4);
        Tensor high = wide.slice(8, 4)) {
      refusesOutputs(small, small.x, List.of(small.y, small.y), "output 0", "output 1");
      refusesOutputs(small, small.x, List.of(low, middle), "output 0", "output 1");
      refusesOutputs(small, small.x, List.of(small.y, small.x), "input", "output 1");
      refusesOutputs(small, low, List.of(high, middle), "input", "output 1");
    }
  }

  @Test
  default void refusesSiblingsTensorsOfAnotherBackend() {
    try (SmallLayer small = new SmallLayer(backend());
        Backend other = open();
        Tensor foreign = other.allocate(SmallLayer.INPUT)) {
      refusesOutputs(small, foreign, List.of(small.y, small.y), "input", "another backend");
      refusesOutputs(small, small.x, List.of(small.y, foreign), "output 1", "another backend");
    }
  }

  /** Null where the compiler would not have it. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  default void namesWhatSiblingsMiss() {
    List<ConvSpec> specs = List.of(SPEC, SPEC);
    List<ConvWeights> weights = List.of(SmallLayer.weights(), SmallLayer.weights());
    Refusal.missing(() -> backend().prepareSiblings(nothing(), weights), "specs");
    Refusal.missing(() -> backend().prepareSiblings(specs, nothing()), "weights");
    Refusal.missing(
        () -> backend().prepareSiblings(Arrays.asList(SPEC, nothing()), weights), "specs\\[1");
    Refusal.missing(
        () -> backend().prepareSiblings(specs, Arrays.asList(nothing(), weights.get(0))),
        "weights\\[0");
    try (SmallLayer small = new SmallLayer(backend());
        SiblingLayer layer = twins()) {
      Refusal.missing(() -> layer.run(nothing()), "x");
      Refusal.missing(() -> layer.runInto(nothing(), List.of(small.y, small.y)), "x");
      Refusal.missing(() -> layer.runInto(small.x, nothing()), "outputs");
      Refusal.missing(
          () -> layer.runInto(small.x, Arrays.asList(small.y, nothing())), "outputs\\[1");
    }
  }

  @Test
  default void refusesClosedSiblingsAndTensors() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor other = backend().allocate(SmallLayer.OUTPUT)) {
      SiblingLayer layer = twins();
      Tensor closed = backend().allocate(SmallLayer.OUTPUT);
      closed.close();
      Refusal.state(() -> layer.run(closed).close(), "tensor", "closed");
      Refusal.state(() -> layer.runInto(small.x, List.of(small.y, closed)), "tensor", "closed");
      layer.close();
      assertDoesNotThrow(layer::close);
      Refusal.state(() -> layer.run(small.x).close(), "siblings", "closed");
      Refusal.state(() -> layer.runInto(small.x, List.of(small.y, other)), "siblings", "closed");
    }
    Backend closed = open();
    SiblingLayer orphan = closed.prepareSiblings(List.of(SPEC), List.of(SmallLayer.weights()));
    closed.close();
    assertDoesNotThrow(orphan::close);
    Refusal.state(
        () -> closed.prepareSiblings(List.of(SPEC), List.of(SmallLayer.weights())).close(),
        "closed");
  }
}
