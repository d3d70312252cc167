package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.Map;

/**
 * A backend over the oracle.
 *
 * @param info what it says it is
 * @param faulty whether layers of {@link #WRONG} output channels are wrong by 1 in one element, and
 *     those of {@link #TOO_LARGE} find no memory, and those of {@link #UNWRITTEN} do nothing
 */
public record OracleBackend(BackendInfo info, boolean faulty) implements Backend {
  /** The output channels of layers that a faulty backend gets wrong. */
  public static final int WRONG = 7;

  /** The output channels of layers that a faulty backend has no memory for. */
  public static final int TOO_LARGE = 9;

  /** The output channels of layers that a faulty backend leaves unwritten. */
  public static final int UNWRITTEN = 11;

  /** A backend of that name and device. */
  public static OracleBackend of(String name, String device, boolean faulty) {
    return new OracleBackend(new BackendInfo(name, device, Map.of("library", "1.2")), faulty);
  }

  @Override
  public ConvLayer prepare(ConvSpec spec, ConvWeights weights) {
    weights.check(spec);
    return new OracleLayer(spec, weights, faulty);
  }

  @Override
  public Tensor allocate(TensorSpec spec) {
    return new OracleTensor(HostTensor.allocate(spec));
  }

  @Override
  public void synchronize() {}

  @Override
  public Stopwatch stopwatch() {
    return new WallClock();
  }

  @Override
  public void close() {}
}
