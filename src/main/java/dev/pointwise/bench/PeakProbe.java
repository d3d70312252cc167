package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import org.jspecify.annotations.Nullable;

/**
 * How many operations a second a device does at most in one precision: the best of square layers,
 * ever larger, until one lasts long enough that neither its start nor its end matters.
 */
final class PeakProbe {
  private static final int SMALLEST = 64;
  private static final int LARGEST = 8192;
  private static final double LONG_ENOUGH = 2e-3;
  private static final double BUDGET = 0.15;

  private final Backend backend;
  private final Stopwatch stopwatch;

  PeakProbe(Backend backend, Stopwatch stopwatch) {
    this.backend = backend;
    this.stopwatch = stopwatch;
  }

  /** The layer on so many channels. */
  private static ConvSpec layer(int channels, Precision precision) {
    return ConvSpec.of(channels, channels).layout(Layout.NHWC).precision(precision);
  }

  /** Why the backend has no such layers, or null if it has. */
  @Nullable String unsupportedReason(Precision precision) {
    return backend.unsupportedReason(layer(SMALLEST, precision));
  }

  /** Operations per second. */
  double measure(Precision precision) {
    double peak = 0;
    double seconds = 0;
    for (int extent = SMALLEST; extent <= LARGEST && seconds < LONG_ENOUGH; extent *= 2) {
      try {
        seconds = seconds(precision, extent);
      } catch (DeviceMemoryException exhausted) {
        if (peak == 0) {
          throw exhausted;
        }
        return peak;
      }
      peak = Math.max(peak, 2.0 * extent * extent * extent / seconds);
    }
    return peak;
  }

  private double seconds(Precision precision, int extent) {
    ConvSpec spec = layer(extent, precision);
    int images = Math.min(extent, WorkingSet.IMAGES);
    TensorSpec x = spec.input(images, 1, extent / images);
    ConvWeights weights = ConvWeights.of(Numbers.uniform(extent * extent));
    try (ConvLayer layer =
            backend.prepare(spec, precision.quantized() ? weights.inputScale(1f / 127) : weights);
        Tensor input = backend.upload(Numbers.uniform(x));
        Tensor y = backend.allocate(spec.output(x))) {
      return BestTime.of(stopwatch, BUDGET, () -> layer.runInto(input, null, y));
    }
  }
}
