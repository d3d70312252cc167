package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.oracle.Operands;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * One layer, with a residual and on numbers whose sums are rounded, run again and again.
 *
 * @param spec the layer
 * @param n batch
 * @param h height of the input
 * @param w width of the input
 */
public record RepeatedRuns(ConvSpec spec, int n, int h, int w) {
  private static final int THREADS = 4;

  /** One for each way in which sums could be split. */
  public static Stream<RepeatedRuns> cases() {
    ConvSpec dense = ConvSpec.of(37, 29).activation(Activation.RELU);
    return Stream.of(
        new RepeatedRuns(dense, 3, 7, 7),
        new RepeatedRuns(ConvSpec.of(2048, 24), 1, 5, 5),
        new RepeatedRuns(ConvSpec.of(2048, 24).layout(Layout.NHWC), 1, 5, 5),
        new RepeatedRuns(ConvSpec.of(64, 64).activation(Activation.GELU), 2, 14, 14),
        new RepeatedRuns(dense.precision(Precision.TF32).outputLayout(Layout.NHWC), 2, 9, 5),
        new RepeatedRuns(
            ConvSpec.of(512, 64).precision(Precision.F16).layout(Layout.NHWC), 2, 7, 7),
        new RepeatedRuns(dense.precision(Precision.BF16).stride(2), 2, 9, 9),
        new RepeatedRuns(ConvSpec.of(48, 24).groups(4).layout(Layout.NHWC), 2, 6, 6));
  }

  private Operands operands() {
    return Operands.uniform(spec, spec.input(n, h, w), true, true, 13);
  }

  /** Runs that often on one thread, on several, and by replays. */
  public void check(Backend backend, int runs) throws Exception {
    Operands operands = operands();
    try (ConvLayer layer = backend.prepare(spec, operands.weights());
        Placed placed = new Placed(backend, operands);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      HostTensor first = placed.run(layer);
      for (int run = 0; run < runs; run++) {
        assertSame(first, placed.run(layer), "run " + run);
      }
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(() -> runElsewhere(backend, operands, layer, first, Math.ceilDiv(runs, THREADS)));
      }
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        task.get();
      }
      try (Recording recording =
          backend.record(() -> layer.runInto(placed.x, placed.residual, placed.y))) {
        for (int run = 0; run < runs; run++) {
          placed.y.write(placed.poison);
          recording.replay();
          assertSame(first, placed.y.download(), "replay " + run);
        }
      }
    }
  }

  /** With a layer and tensors of its own, and with the layer that all share. */
  private int runElsewhere(
      Backend backend, Operands operands, ConvLayer shared, HostTensor first, int runs) {
    try (ConvLayer own = backend.prepare(spec, operands.weights());
        Placed placed = new Placed(backend, operands)) {
      for (int run = 0; run < runs; run++) {
        assertSame(first, placed.run(own), "run of one of several layers");
        assertSame(first, placed.run(shared), "run on one of several threads");
      }
      return runs;
    }
  }

  /** Runs once on each of those backends. */
  void compare(List<Backend> backends) {
    Operands operands = operands();
    List<HostTensor> results = new ArrayList<>();
    for (Backend backend : backends) {
      try (ConvLayer layer = backend.prepare(spec, operands.weights());
          Placed placed = new Placed(backend, operands)) {
        results.add(placed.run(layer));
      }
    }
    results.forEach(each -> assertSame(results.getFirst(), each, "another backend"));
  }

  private void assertSame(HostTensor expected, HostTensor actual, String what) {
    long at = expected.data().mismatch(actual.data());
    assertEquals(-1, at, () -> what + " has other bits from byte " + at + " on: " + this);
  }

  /** The tensors of one run. */
  private static final class Placed implements AutoCloseable {
    final Tensor x;
    final Tensor residual;
    final Tensor y;
    final HostTensor poison;

    Placed(Backend backend, Operands operands) {
      HostTensor addend = Objects.requireNonNull(operands.residual());
      x = backend.upload(operands.x());
      residual = backend.upload(addend);
      poison = HostTensors.full(addend.spec(), Float.NaN);
      y = backend.upload(poison);
    }

    HostTensor run(ConvLayer layer) {
      y.write(poison);
      layer.runInto(x, residual, y);
      return y.download();
    }

    @Override
    public void close() {
      Closing.closeAll(y, residual, x);
    }
  }
}
