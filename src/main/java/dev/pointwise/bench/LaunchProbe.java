package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Recording;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;

/** How long the smallest run takes: of tiny layers, called or replayed, the shortest. */
final class LaunchProbe {
  private static final int[] CHANNELS = {1, 4};
  private static final int RECORDED = 100;
  private static final double BUDGET = 0.08;

  private final Backend backend;
  private final Stopwatch stopwatch;

  LaunchProbe(Backend backend, Stopwatch stopwatch) {
    this.backend = backend;
    this.stopwatch = stopwatch;
  }

  /** Seconds. */
  double measure() {
    double best = Double.POSITIVE_INFINITY;
    for (int channels : CHANNELS) {
      best = Math.min(best, measure(ConvSpec.of(channels, channels)));
    }
    return best;
  }

  private double measure(ConvSpec spec) {
    TensorSpec x = spec.input(1, 1, 1);
    ConvWeights weights = ConvWeights.of(Numbers.uniform(spec.cIn() * spec.cOut()));
    try (ConvLayer layer = backend.prepare(spec, weights);
        Tensor input = backend.upload(Numbers.uniform(x));
        Tensor y = backend.allocate(spec.output(x));
        Recording recording = backend.record(() -> run(layer, input, y, RECORDED))) {
      return Math.min(
          BestTime.of(stopwatch, BUDGET, () -> run(layer, input, y, 1)),
          BestTime.of(stopwatch, BUDGET, recording::replay) / RECORDED);
    }
  }

  private static void run(ConvLayer layer, Tensor x, Tensor y, int times) {
    for (int i = 0; i < times; i++) {
      layer.runInto(x, null, y);
    }
  }
}
