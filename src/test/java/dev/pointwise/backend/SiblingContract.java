package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Gate;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Siblings compute what each of them would alone. */
interface SiblingContract extends BackendSource {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.SiblingCases#exact")
  default void runsSiblingsExactly(SiblingCase siblings) {
    siblings.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.SiblingCases#dressed")
  default void finishesEachSiblingExactly(SiblingCase siblings) {
    siblings.check(backend());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.pointwise.backend.SiblingCases#random")
  default void activatesEachSiblingWithinTheBound(SiblingCase siblings) {
    siblings.check(backend());
  }

  @Test
  default void writesOutputsBesideTheInput() {
    List<ConvSpec> specs = List.of(ConvSpec.of(3, 2), ConvSpec.of(3, 4));
    SiblingOperands operands =
        SiblingOperands.of(Gate.EXACT, specs, specs.getFirst().input(2, 3, 2), 0, 1);
    try (SiblingLayer layer = backend().prepareSiblings(specs, operands.weights());
        Tensor wide =
            backend().upload(HostTensors.full(ConvSpec.of(9, 1).input(2, 3, 2), Float.NaN));
        Tensor low = wide.slice(0, 2);
        Tensor x = wide.slice(2, 3);
        Tensor high = wide.slice(5, 4)) {
      x.write(operands.x());
      layer.runInto(x, List.of(low, high));
      assertExact(specs, operands, List.of(low, high));
    }
  }

  private static void assertExact(
      List<ConvSpec> specs, SiblingOperands operands, List<Tensor> outputs) {
    for (int i = 0; i < specs.size(); i++) {
      Reference expected =
          Oracle.compute(specs.get(i), operands.weights().get(i), operands.x(), null);
      Comparison comparison = Comparison.exact(expected, outputs.get(i).download());
      assertTrue(comparison.passed(), comparison::toString);
    }
  }

  @Test
  default void replaysSiblings() {
    List<ConvSpec> specs =
        List.of(ConvSpec.of(3, 2), ConvSpec.of(3, 4).activation(Activation.RELU));
    SiblingOperands operands =
        SiblingOperands.of(Gate.EXACT, specs, specs.getFirst().input(2, 3, 2), 0b11, 2);
    try (SiblingLayer layer = backend().prepareSiblings(specs, operands.weights());
        Tensor x = backend().upload(operands.x());
        Tensor first = backend().allocate(specs.get(0).output(x.spec()));
        Tensor second = backend().allocate(specs.get(1).output(x.spec()));
        Recording recording = backend().record(() -> layer.runInto(x, List.of(first, second)))) {
      for (int replay = 0; replay < 3; replay++) {
        first.write(HostTensors.full(first.spec(), Float.NaN));
        second.write(HostTensors.full(second.spec(), Float.NaN));
        recording.replay();
        assertExact(specs, operands, List.of(first, second));
      }
      Refusal.state(
          () -> backend().record(() -> layer.run(x).close()).close(), "allocation", "records");
      assertDoesNotThrow(layer::close);
      Refusal.state(recording::replay, "siblings", "closed");
    }
  }

  @Test
  @Timeout(60)
  default void runsSiblingsFromManyThreads() throws Exception {
    ConvSpec like = ConvSpec.of(12, 8).stride(2).outputLayout(Layout.NHWC);
    List<ConvSpec> specs = List.of(like.activation(Activation.RELU), like);
    SiblingOperands shared = SiblingOperands.of(Gate.EXACT, specs, like.input(1, 7, 7), 0b11, 0);
    try (SiblingLayer layer = backend().prepareSiblings(specs, shared.weights());
        ExecutorService threads = Executors.newFixedThreadPool(ThreadContract.THREADS)) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < ThreadContract.THREADS; thread++) {
        int seed = 1 + thread;
        tasks.add(() -> runRepeatedly(layer, shared, seed));
      }
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        assertEquals(ThreadContract.RUNS, task.get());
      }
    }
  }

  private int runRepeatedly(SiblingLayer layer, SiblingOperands shared, int seed) {
    List<ConvSpec> specs = layer.specs();
    SiblingOperands own =
        SiblingOperands.of(Gate.EXACT, specs, specs.getFirst().input(1 + seed % 3, 7, 7), 0, seed);
    SiblingOperands operands = new SiblingOperands(shared.weights(), own.x());
    int runs = 0;
    while (runs < ThreadContract.RUNS) {
      try (Tensor x = backend().upload(own.x());
          Tensor first = backend().allocate(specs.get(0).output(x.spec()));
          Tensor second = backend().allocate(specs.get(1).output(x.spec()));
          Tensor stacked = layer.run(x)) {
        layer.runInto(x, List.of(first, second));
        assertExact(specs, operands, List.of(first, second));
        assertExact(specs, operands, List.of(stacked.slice(0, 8), stacked.slice(8, 8)));
      }
      runs++;
    }
    return runs;
  }
}
