package dev.pointwise.cuda;

import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one call costs the host: Java, JNI and nothing behind it, on the stand-in with its
 * arithmetic off. One product and one epilogue are enqueued per layer. See scripts/bench-host.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class HostCostBenchmark {
  private static final int LAYERS = 57;

  private CudaBackend backend;
  private ConvLayer layer;
  private Tensor x;
  private Tensor y;
  private ConvLayer fused;
  private Tensor interleavedX;
  private Tensor interleavedY;
  private ConvSpec spec;
  private ConvWeights weights;
  private Chain chain;

  /** Prepares a layer with a bias and a ReLU. */
  @Setup
  public void open() {
    backend = CudaBackend.open();
    if (!"off".equals(System.getenv("POINTWISE_STANDIN_ARITHMETIC"))
        || !backend.info().device().equals("CPU stand-in")) {
      throw new IllegalStateException(
          "device is " + backend.info().device() + ", expected the stand-in with arithmetic off");
    }
    spec = ConvSpec.of(256, 64).activation(Activation.RELU);
    weights = ConvWeights.of(new float[256 * 64]).bias(new float[64]);
    TensorSpec input = spec.input(1, 56, 56);
    layer = backend.prepare(spec, weights);
    x = backend.allocate(input);
    y = backend.allocate(spec.output(input));
    fused = backend.prepare(spec.layout(Layout.NHWC), weights);
    interleavedX = backend.allocate(fused.spec().input(1, 56, 56));
    interleavedY = backend.allocate(fused.spec().output(interleavedX.spec()));
    chain = new Chain(backend, LAYERS);
  }

  /** Frees everything. */
  @TearDown
  public void close() {
    chain.close();
    interleavedY.close();
    interleavedX.close();
    fused.close();
    y.close();
    x.close();
    layer.close();
    backend.close();
  }

  /** A call with an output that is there already. */
  @Benchmark
  public void layer() {
    layer.runInto(x, null, y);
  }

  /** A call that allocates its output, which is closed again. */
  @Benchmark
  public void layerAndOutput() {
    layer.run(x).close();
  }

  /** A call of a layer that cuBLASLt does as a whole: its output's rows are channels. */
  @Benchmark
  public void fusedLayer() {
    fused.runInto(interleavedX, null, interleavedY);
  }

  /** A replay of a chain of as many layers as GoogLeNet has 1×1 ones, each on its own tensor. */
  @Benchmark
  public void replay() {
    chain.recording().replay();
  }

  /** Preparing a layer and closing it, so an upload of its weights and the wait for that. */
  @Benchmark
  public void prepare() {
    backend.prepare(spec, weights).close();
  }

  /**
   * Prints a line per benchmark: its name, the median in microseconds, and bytes of Java heap.
   *
   * @throws RunnerException if JMH fails
   */
  public static void main(String[] args) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(HostCostBenchmark.class.getName())
                    .include(OpeningBenchmark.class.getName())
                    .addProfiler(GCProfiler.class)
                    .jvmArgs(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dpointwise.cuda.path=" + System.getProperty("pointwise.cuda.path"))
                    .build())
            .run();
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "%s bytes/call %.0f%n",
          result.getPrimaryResult().getLabel(),
          Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
              .getScore());
    }
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "%s %.2f%n",
          result.getPrimaryResult().getLabel(),
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
  }
}
