package dev.pointwise.backend;

import dev.pointwise.oracle.Comparison;
import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.oracle.Reference;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads run one layer at once, each on numbers of its own. */
interface ThreadContract extends BackendSource {
  /** Threads. */
  int THREADS = 12;

  /** Runs of each. */
  int RUNS = 20;

  /** Virtual threads, with one run each. */
  int VIRTUAL_THREADS = 1000;

  @Test
  @Timeout(60)
  default void runsOneLayerFromManyThreads() throws Exception {
    hammer(ConvSpec.of(24, 16).activation(Activation.RELU));
  }

  @Test
  @Timeout(60)
  default void gathersForManyThreads() throws Exception {
    hammer(ConvSpec.of(12, 8).stride(2).outputLayout(Layout.NHWC));
  }

  @Test
  @Timeout(120)
  default void runsOneLayerFromAThousandVirtualThreads() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hammer(ConvSpec.of(8, 8).activation(Activation.RELU), threads, VIRTUAL_THREADS, 1);
    }
  }

  private void hammer(ConvSpec spec) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      hammer(spec, threads, THREADS, RUNS);
    }
  }

  private void hammer(ConvSpec spec, ExecutorService threads, int count, int runs)
      throws Exception {
    Operands shared = Operands.integers(spec, spec.input(2, 7, 7), true, false, 0);
    try (ConvLayer layer = backend().prepare(spec, shared.weights())) {
      List<Callable<List<Comparison>>> tasks = new ArrayList<>();
      for (int thread = 0; thread < count; thread++) {
        int seed = 1 + thread;
        tasks.add(() -> runRepeatedly(layer, shared, seed, runs));
      }
      for (Future<List<Comparison>> task : threads.invokeAll(tasks)) {
        for (Comparison comparison : task.get()) {
          Assertions.assertTrue(comparison.passed(), comparison::toString);
        }
      }
    }
  }

  private List<Comparison> runRepeatedly(ConvLayer layer, Operands shared, int seed, int runs) {
    ConvSpec spec = layer.spec();
    int images = 1 + seed % 3;
    Operands own = Operands.integers(spec, spec.input(images, 7, 7), false, true, seed);
    Reference expected = Oracle.compute(spec, shared.weights(), own.x(), own.residual());
    List<Comparison> comparisons = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      try (Tensor x = backend().upload(own.x());
          DeviceSlice residual =
              DeviceSlice.upload(backend(), Objects.requireNonNull(own.residual()));
          Tensor y = layer.run(x, residual.view())) {
        comparisons.add(Comparison.exact(expected, y.download()));
      }
    }
    return comparisons;
  }
}
