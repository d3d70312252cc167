package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.oracle.Operands;
import dev.pointwise.results.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * Runs one layer by its backend's own clock. The same tensors serve every run, so small layers find
 * them in the cache.
 *
 * @param layer the layer
 * @param x its input
 * @param residual its residual, or null
 * @param y where every run writes
 * @param stopwatch the clock
 */
record LayerSampler(
    ConvLayer layer, Tensor x, @Nullable Tensor residual, Tensor y, Stopwatch stopwatch)
    implements Timer {
  private static final int MOST_RECORDED = 200;

  @Override
  public double seconds(int runs) {
    stopwatch.start();
    run(runs);
    stopwatch.stop();
    return stopwatch.seconds();
  }

  private void run(int runs) {
    for (int i = 0; i < runs; i++) {
      layer.runInto(x, residual, y);
    }
  }

  /**
   * Measures a case on operands uniform in [−1, 1], which are on the device beforehand.
   *
   * @param recorded whether recordings are measured besides
   */
  static LayerTimes measure(
      Backend backend, LayerCase layerCase, long seed, Measurer measurer, boolean recorded) {
    LayerShape shape = layerCase.shape();
    Operands operands =
        Operands.uniform(layerCase.spec(), layerCase.input(), shape.bias(), shape.residual(), seed);
    try (ConvLayer layer = backend.prepare(layerCase.spec(), operands.weights());
        Tensor x = backend.upload(operands.x());
        Tensor residual = operands.residual() == null ? null : backend.upload(operands.residual());
        Tensor y = backend.allocate(layerCase.output());
        Stopwatch stopwatch = backend.stopwatch()) {
      LayerSampler calls = new LayerSampler(layer, x, residual, y, stopwatch);
      Measurement called = measurer.measure(calls);
      PlanExplanation plan =
          layer.explain(x.spec(), residual == null ? null : residual.spec(), y.spec());
      return new LayerTimes(
          called, recorded ? calls.recorded(backend, called, measurer) : null, plan);
    }
  }

  /** Measures recordings of as many runs as a sample of calls had, up to {@link #MOST_RECORDED}. */
  private Measurement recorded(Backend backend, Measurement called, Measurer measurer) {
    int runs = Math.min(called.runs(), MOST_RECORDED);
    try (Recording recording = backend.record(() -> run(runs))) {
      Measurement replays = measurer.measure(new RecordedSampler(recording, stopwatch));
      return Measurement.of(
          replays.samples().stream().map(seconds -> seconds / runs).toList(),
          Math.multiplyExact(replays.runs(), runs),
          replays.stop());
    }
  }
}
