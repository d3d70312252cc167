package dev.pointwise.cpu;

import ai.onnxruntime.OrtException;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One layer on the same numbers in both: compared first, then timed in turns. */
final class PeerCase {
  private static final int SAMPLES = 15;
  private static final double SAMPLE_SECONDS = 4e-3;
  private static final long WARM_UP_NANOS = 40_000_000;
  private static final int MOST_CALLS = 20_000;

  private final CpuBackend backend;
  private final int threads;
  private final LayerShape layer;
  private final SplittableRandom random = new SplittableRandom(42);

  PeerCase(CpuBackend backend, int threads, LayerShape layer) {
    this.backend = backend;
    this.threads = threads;
    this.layer = layer;
  }

  /**
   * The median seconds of the peer's runs and of ours.
   *
   * @throws IllegalStateException if the two disagree
   */
  double[] measure() throws OrtException {
    ConvSpec spec = layer.spec(Precision.F32, Layout.NCHW);
    float[] weight = numbers(layer.weights());
    float[] bias = numbers(layer.cOut());
    HostTensor x = tensor(layer.input());
    HostTensor residual = layer.residual() ? tensor(layer.output()) : null;
    HostTensor theirs = HostTensor.allocate(spec(layer.output())).fill(Float.NaN);
    try (OrtLayer peer = new OrtLayer(layer, threads, weight, bias, x, residual, theirs);
        ConvLayer own = backend.prepare(spec, ConvWeights.of(weight).bias(bias));
        Tensor input = backend.upload(x);
        Tensor addend = upload(residual);
        Tensor output = backend.upload(HostTensor.allocate(spec(layer.output())).fill(Float.NaN))) {
      Tensor r = residual == null ? null : addend;
      peer.run();
      own.runInto(input, r, output);
      compare(theirs, output.download());
      return time(peer::run, () -> own.runInto(input, r, output));
    }
  }

  /** The residual, or where there is none a tensor that nobody reads. */
  private Tensor upload(@Nullable HostTensor residual) {
    return residual == null
        ? backend.allocate(spec(new Shape(0, 1, 1, 1)))
        : backend.upload(residual);
  }

  private static TensorSpec spec(Shape shape) {
    return TensorSpec.of(shape, DType.F32, Layout.NCHW);
  }

  private HostTensor tensor(Shape shape) {
    return HostTensor.of(shape, Layout.NCHW, numbers(shape.elements()));
  }

  private float[] numbers(long count) {
    float[] numbers = new float[Math.toIntExact(count)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextDouble() - 0.5);
    }
    return numbers;
  }

  private void compare(HostTensor theirs, HostTensor ours) {
    float[] expected = theirs.toArray();
    float[] actual = ours.toArray();
    double tolerance = 0x1p-20 * (Math.sqrt(layer.input().c()) + 2);
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= tolerance * (1 + Math.abs(expected[i])))) {
        throw new IllegalStateException(
            layer + " differs at " + i + ": peer " + expected[i] + ", ours " + actual[i]);
      }
    }
  }

  private static double[] time(Runnable peer, Runnable own) {
    int peerCalls = calls(peer);
    int ownCalls = calls(own);
    double[] peerSeconds = new double[SAMPLES];
    double[] ownSeconds = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      peerSeconds[i] = time(peer, peerCalls);
      ownSeconds[i] = time(own, ownCalls);
    }
    return new double[] {median(peerSeconds), median(ownSeconds)};
  }

  /** How many calls fill one sample, after warming up. */
  private static int calls(Runnable run) {
    int calls = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      run.run();
      calls++;
    }
    double seconds = (System.nanoTime() - start) / 1e9 / calls;
    return (int) Math.clamp(SAMPLE_SECONDS / seconds, 1, MOST_CALLS);
  }

  private static double time(Runnable run, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      run.run();
    }
    return (System.nanoTime() - start) / 1e9 / calls;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
