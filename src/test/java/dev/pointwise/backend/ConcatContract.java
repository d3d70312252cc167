package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer on a concatenation computes what it would on the tensor that is never built. */
interface ConcatContract extends BackendSource {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.ConcatCases#exact")
  default void concatenatesExactly(ConcatCase concat) {
    concat.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.ConcatCases#bareAndDressed")
  default void finishesAConcatenationExactly(ConcatCase concat) {
    concat.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.ConcatCases#longSums")
  default void dropsNoChannelOfAConcatenation(ConcatCase concat) {
    concat.check(backend());
  }

  @Test
  default void readsOneTensorTwice() {
    ConvSpec spec = ConvSpec.of(6, 5);
    Operands whole = Operands.integers(spec, spec.input(2, 3, 3), true, false, 3);
    whole.x().slice(3, 3).fill(0);
    for (int c = 0; c < 3; c++) {
      for (int p = 0; p < 2 * 9; p++) {
        whole.x().set(p / 9, 3 + c, p % 9 / 3, p % 3, whole.x().get(p / 9, c, p % 9 / 3, p % 3));
      }
    }
    Reference expected = Oracle.compute(spec, whole.weights(), whole.x(), null);
    try (ConvLayer layer = backend().prepare(spec, whole.weights());
        Tensor branch = backend().upload(whole.x().slice(0, 3));
        Tensor y = layer.runConcat(List.of(branch, branch))) {
      Comparison comparison = Comparison.exact(expected, y.download());
      assertTrue(comparison.passed(), comparison::toString);
    }
  }

  /** The same specs at each call, but another neighbourhood: a plan must not outlive it. */
  @Test
  default void tellsNeighboursFromStrangers() {
    ConvSpec spec = ConvSpec.of(6, 5);
    Operands whole = Operands.integers(spec, spec.input(2, 3, 3), true, false, 4);
    Reference expected = Oracle.compute(spec, whole.weights(), whole.x(), null);
    try (ConvLayer layer = backend().prepare(spec, whole.weights());
        Tensor together = backend().upload(whole.x());
        Tensor elsewhere = backend().upload(HostTensors.full(whole.x().spec(), Float.NaN));
        Tensor low = together.slice(0, 2);
        Tensor high = together.slice(2, 4);
        Tensor stranger = elsewhere.slice(2, 4)) {
      stranger.write(high.download());
      for (int run = 0; run < 3; run++) {
        for (Tensor second : List.of(high, stranger)) {
          try (Tensor y = layer.runConcat(List.of(low, second))) {
            Comparison comparison = Comparison.exact(expected, y.download());
            assertTrue(comparison.passed(), comparison::toString);
          }
        }
      }
    }
  }

  @Test
  default void accumulatesIntoASliceBesideItsBranches() {
    ConvSpec spec = ConvSpec.of(6, 5);
    Operands whole = Operands.integers(spec, spec.input(2, 3, 3), false, false, 5);
    Reference expected = Oracle.compute(spec, whole.weights(), whole.x(), null);
    try (ConvLayer layer = backend().prepare(spec, whole.weights());
        Tensor buffer =
            backend().upload(HostTensors.full(ConvSpec.of(11, 1).input(2, 3, 3), Float.NaN));
        Tensor first = buffer.slice(0, 2);
        Tensor y = buffer.slice(2, 5);
        Tensor second = buffer.slice(7, 4)) {
      first.write(whole.x().slice(0, 2));
      second.write(whole.x().slice(2, 4));
      layer.runConcatInto(List.of(first, second), null, y);
      Comparison comparison = Comparison.exact(expected, y.download());
      assertTrue(comparison.passed(), comparison::toString);
    }
  }

  @Test
  default void replaysAConcatenation() {
    ConvSpec spec = ConvSpec.of(6, 5).precision(Precision.F16).layout(Layout.NHWC);
    Operands whole = Operands.integers(spec, spec.input(2, 3, 3), true, false, 6);
    Reference expected = Oracle.compute(spec, whole.weights(), whole.x(), null);
    HostTensor poison = HostTensors.full(expected.output(), Float.NaN);
    try (ConvLayer layer = backend().prepare(spec, whole.weights());
        Tensor first = backend().upload(whole.x().slice(0, 2));
        Tensor second = backend().upload(whole.x().slice(2, 4));
        Tensor y = backend().upload(poison);
        Recording recording =
            backend().record(() -> layer.runConcatInto(List.of(first, second), null, y))) {
      for (int replay = 0; replay < 3; replay++) {
        y.write(poison);
        recording.replay();
        Comparison comparison = Comparison.exact(expected, y.download());
        assertTrue(comparison.passed(), comparison::toString);
      }
      assertDoesNotThrow(second::close);
      Refusal.state(recording::replay, "tensor", "closed");
    }
  }
}
