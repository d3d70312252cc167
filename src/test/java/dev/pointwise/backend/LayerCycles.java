package dev.pointwise.backend;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * Prepares, runs and closes layers over and over, on a backend that is opened for it and closed.
 */
public final class LayerCycles {
  private static final ConvSpec PLAIN = ConvSpec.of(24, 40).activation(Activation.RELU);
  private static final ConvWeights WEIGHTS = ConvWeights.of(new float[24 * 40]).bias(new float[40]);
  private static final List<ConvSpec> LAYERS =
      List.of(
          PLAIN,
          PLAIN.precision(Precision.F16).layout(Layout.NHWC),
          PLAIN.precision(Precision.BF16).stride(2),
          PLAIN.precision(Precision.TF32).outputLayout(Layout.NHWC));

  private LayerCycles() {}

  /** Goes through that many cycles; some end with a recording, and the last with the backend. */
  public static void on(Supplier<? extends Backend> opening, int cycles) {
    try (Backend backend = opening.get()) {
      for (int i = 0; i < cycles; i++) {
        ConvSpec spec = LAYERS.get(i % LAYERS.size());
        HostTensor image = HostTensor.allocate(spec.input(1 + i % 3, 9, 7)).fill(1);
        try (ConvLayer layer = backend.prepare(spec, WEIGHTS);
            Tensor x = backend.upload(image);
            Tensor y = layer.run(x)) {
          y.download();
          if (i % 5 == 0) {
            backend.record(() -> layer.runInto(x, null, y)).close();
          }
        }
      }
    }
  }

  /** Closes a backend before what is on it. */
  public static void closingTheBackendFirst(Supplier<? extends Backend> opening) {
    HostTensor image = HostTensor.allocate(PLAIN.input(2, 64, 64)).fill(1);
    Backend backend = opening.get();
    try (ConvLayer layer = backend.prepare(PLAIN, WEIGHTS);
        Tensor x = backend.upload(image);
        Tensor y = layer.run(x);
        Recording recording = backend.record(() -> layer.runInto(x, null, y));
        Stopwatch stopwatch = backend.stopwatch()) {
      recording.replay();
      stopwatch.start();
      backend.close();
    }
  }
}
