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
 * How many operations a second a device does at most in one precision: the best of ever larger
 * layers, square ones and ones with fewer output channels and more pixels, until a square one lasts
 * long enough that neither its start nor its end matters.
 */
final class PeakProbe {
  private static final int SMALLEST = 128;
  private static final int LARGEST = 8192;
  private static final double LONG_ENOUGH = 2e-3;
  private static final double BUDGET = 0.03;

  private final Backend backend;
  private final Stopwatch stopwatch;

  PeakProbe(Backend backend, Stopwatch stopwatch) {
    this.backend = backend;
    this.stopwatch = stopwatch;
  }

  private static ConvSpec layer(int cIn, int cOut, Precision precision) {
    return ConvSpec.of(cIn, cOut).layout(Layout.NHWC).precision(precision);
  }

  /** Why the backend has no such layers, or null if it has. */
  @Nullable String unsupportedReason(Precision precision) {
    return backend.unsupportedReason(layer(SMALLEST, SMALLEST, precision));
  }

  /** Operations per second. */
  double measure(Precision precision) {
    double peak = 0;
    double seconds = 0;
    for (int extent = SMALLEST; extent <= LARGEST && seconds < LONG_ENOUGH; extent *= 2) {
      try {
        peak = Math.max(peak, rate(precision, extent, extent / 4, 2 * extent));
        double square = rate(precision, extent, extent, extent);
        peak = Math.max(peak, square);
        seconds = flops(extent, extent, extent) / square;
      } catch (DeviceMemoryException exhausted) {
        if (peak == 0) {
          throw exhausted;
        }
        return peak;
      }
    }
    return peak;
  }

  private static double flops(int cIn, int cOut, int pixels) {
    return 2.0 * cIn * cOut * pixels;
  }

  private double rate(Precision precision, int cIn, int cOut, int pixels) {
    ConvSpec spec = layer(cIn, cOut, precision);
    int images = Math.min(pixels, WorkingSet.IMAGES);
    TensorSpec x = spec.input(images, 1, pixels / images);
    ConvWeights weights = ConvWeights.of(Numbers.uniform(cIn * cOut));
    try (ConvLayer layer =
            backend.prepare(spec, precision.quantized() ? weights.inputScale(1f / 127) : weights);
        Tensor input = backend.upload(Numbers.uniform(x));
        Tensor y = backend.allocate(spec.output(x))) {
      return flops(cIn, cOut, pixels)
          / BestTime.of(stopwatch, BUDGET, () -> layer.runInto(input, null, y));
    }
  }
}
