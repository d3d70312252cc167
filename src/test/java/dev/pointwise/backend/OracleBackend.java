package dev.pointwise.backend;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Map;
import java.util.Objects;

/** The simplest backend there is, on the oracle: what the contract's own tests are tested with. */
class OracleBackend implements Backend {
  private final Lifetime lifetime = new Lifetime(this, "oracle backend");

  @Override
  public BackendInfo info() {
    return new BackendInfo("oracle", "Java", Map.of());
  }

  @Override
  public ConvLayer prepare(ConvSpec spec, ConvWeights weights) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(weights, "weights");
    lifetime.check();
    weights.check(spec);
    return new OracleLayer(this, spec, weights);
  }

  @Override
  public Tensor allocate(TensorSpec spec) {
    Objects.requireNonNull(spec, "spec");
    lifetime.check();
    if (!spec.isCompact()) {
      throw new IllegalArgumentException("tensor is " + spec + ", expected no slice");
    }
    return new OracleTensor(this, HostTensor.allocate(spec).fill(Float.NaN));
  }

  /** What a layer writes; a test may spoil it. */
  void store(HostTensor result, OracleTensor y) {
    y.write(result);
  }

  /** The weights as a layer uses them; a test may spoil them. */
  ConvWeights use(ConvSpec spec, ConvWeights weights) {
    return weights;
  }

  /** The input as a layer reads it; a test may spoil it. */
  HostTensor read(HostTensor x) {
    return x;
  }

  @Override
  public void synchronize() {
    lifetime.check();
  }

  @Override
  public Stopwatch stopwatch() {
    lifetime.check();
    return new WallStopwatch();
  }

  @Override
  public void close() {
    lifetime.close();
  }

  private static final class WallStopwatch implements Stopwatch {
    private long started;
    private long stopped;

    @Override
    public void start() {
      started = System.nanoTime();
    }

    @Override
    public void stop() {
      stopped = System.nanoTime();
    }

    @Override
    public double seconds() {
      return 1e-9 * (stopped - started);
    }

    @Override
    public void close() {}
  }
}
