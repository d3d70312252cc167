package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.pointwise.Refusal;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches that do not fit a layer are refused, in words that help, and do no harm. */
interface ConcatRefusalContract extends BackendSource {
  /** One of the four channels of {@link SmallLayer}, or more. */
  private static TensorSpec channels(int count) {
    return ConvSpec.of(count, 1).input(1, 3, 2);
  }

  private void refuses(SmallLayer small, List<Tensor> branches, String... words) {
    Refusal.argument(() -> small.layer.runConcatInto(branches, null, small.y), words);
    Refusal.argument(() -> small.layer.runConcat(branches).close(), words);
    assertStillWorks(small);
  }

  private void assertStillWorks(SmallLayer small) {
    try (Tensor low = backend().upload(HostTensors.full(channels(1), 1));
        Tensor high = backend().upload(HostTensors.full(channels(3), 1))) {
      small.layer.runConcatInto(List.of(low, high), null, small.y);
      float[] fours = HostTensors.full(SmallLayer.OUTPUT, 4).toArray();
      assertArrayEquals(fours, small.y.download().toArray());
    }
  }

  private void refusesSecond(TensorSpec spec, String... words) {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor first = backend().allocate(channels(2));
        Tensor second = backend().allocate(spec)) {
      refuses(small, List.of(first, second), words);
    }
  }

  @Test
  default void refusesBranchesThatDoNotFit() {
    refusesSecond(channels(1), "branches' channels is 3", "C_in = 4");
    refusesSecond(channels(3), "branches' channels is 5", "C_in = 4");
    refusesSecond(ConvSpec.of(2, 1).input(1, 2, 3), "branch 1 shape", "n1c2h2w3", "n1c2h3w2");
    refusesSecond(ConvSpec.of(2, 1).input(2, 3, 2), "branch 1 shape", "n2c2h3w2", "n1c2h3w2");
    TensorSpec right = channels(2);
    refusesSecond(
        TensorSpec.of(right.shape(), DType.BF16, right.layout()), "branch 1 dtype", "BF16", "F32");
    refusesSecond(
        TensorSpec.of(right.shape(), right.dtype(), Layout.NHWC), "branch 1 layout", "NHWC");
  }

  @Test
  default void refusesAnEmptyConcatenation() {
    try (SmallLayer small = new SmallLayer(backend())) {
      refuses(small, List.of(), "branches is empty");
    }
  }

  @Test
  default void refusesToConcatenateForGroupsOrAStride() {
    try (SmallLayer small = new SmallLayer(backend());
        ConvLayer grouped =
            backend().prepare(SmallLayer.SPEC.groups(2), ConvWeights.of(new float[8]));
        ConvLayer strided = backend().prepare(SmallLayer.SPEC.stride(2), SmallLayer.weights())) {
      List<Tensor> branches = List.of(small.x);
      Refusal.argument(() -> grouped.runConcat(branches).close(), "groups is 2", "1");
      Refusal.argument(() -> grouped.runConcatInto(branches, null, small.y), "groups is 2", "1");
      Refusal.argument(() -> strided.runConcat(branches).close(), "stride is 2", "1");
    }
  }

  @Test
  default void refusesAnOutputOrResidualThatDoesNotFitAConcatenation() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor other = backend().allocate(SmallLayer.SPEC.input(1, 2, 3));
        Tensor typed =
            backend().allocate(TensorSpec.of(SmallLayer.OUTPUT.shape(), DType.F16, Layout.NCHW))) {
      List<Tensor> branches = List.of(small.x);
      Refusal.argument(
          () -> small.layer.runConcatInto(branches, null, other), "output shape", "n1c4h3w2");
      Refusal.argument(() -> small.layer.runConcatInto(branches, null, typed), "output dtype");
      Refusal.argument(() -> small.layer.runConcatInto(branches, other, small.y), "residual shape");
      Refusal.argument(
          () -> small.layer.runConcatInto(branches, small.y, small.y), "residual", "output");
    }
  }

  @Test
  default void refusesAnOutputOnABranch() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor wide = backend().allocate(channels(9));
        Tensor low = wide.slice(0, 2);
        Tensor high = wide.slice(7, 2);
        Tensor y = wide.slice(4, 4)) {
      List<Tensor> branches = List.of(low, high);
      Refusal.argument(
          () -> small.layer.runConcatInto(branches, null, y), "output", "branch 1", "[7..9 of 9]");
      Refusal.argument(
          () -> small.layer.runConcatInto(List.of(small.y), null, small.y), "branch 0", "output");
    }
  }

  @Test
  default void refusesBranchesOfAnotherBackend() {
    try (SmallLayer small = new SmallLayer(backend());
        Backend other = open();
        Tensor mine = backend().allocate(channels(2));
        Tensor foreign = other.allocate(channels(2))) {
      refuses(small, List.of(mine, foreign), "branch 1", "another backend");
    }
  }

  /** Null where the compiler would not have it. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  default void namesWhatAConcatenationMisses() {
    try (SmallLayer small = new SmallLayer(backend())) {
      List<Tensor> holed = Arrays.asList(small.x, nothing());
      Refusal.missing(() -> small.layer.runConcat(nothing()), "branches");
      Refusal.missing(() -> small.layer.runConcat(holed), "branches\\[1");
      Refusal.missing(() -> small.layer.runConcatInto(nothing(), null, small.y), "branches");
      Refusal.missing(() -> small.layer.runConcatInto(holed, null, small.y), "branches\\[1");
      Refusal.missing(() -> small.layer.runConcatInto(List.of(small.x), null, nothing()), "y");
    }
  }

  @Test
  default void refusesClosedBranchesAndLayers() {
    try (SmallLayer small = new SmallLayer(backend());
        Tensor open = backend().allocate(channels(2))) {
      Tensor closed = backend().allocate(channels(2));
      closed.close();
      List<Tensor> branches = List.of(open, closed);
      Refusal.state(() -> small.layer.runConcat(branches).close(), "tensor", "closed");
      Refusal.state(() -> small.layer.runConcatInto(branches, null, small.y), "tensor", "closed");
      small.layer.close();
      Refusal.state(() -> small.layer.runConcat(List.of(small.x)).close(), "layer", "closed");
    }
  }
}
