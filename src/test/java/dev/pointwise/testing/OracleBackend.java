package dev.pointwise.testing;

import dev.pointwise.backend.AbstractBackend;
import dev.pointwise.backend.AbstractTensor;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.backend.DeviceCondition;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.tensor.QuantizedWeights;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A backend over the oracle: right by definition, unless a test spoils a part of it. Its calls take
 * turns.
 */
public class OracleBackend extends AbstractBackend {
  private final BackendInfo info;

  /** Fair: who works in a loop does not keep others waiting for longer than a turn of each. */
  private final ReentrantLock turns = new ReentrantLock(true);

  /** A backend that is right. */
  public OracleBackend() {
    this("oracle", "Java");
  }

  /** A backend of that name on that device. */
  public OracleBackend(String name, String device) {
    super(name);
    info = new BackendInfo(name, device, Map.of("library", "1.2"));
  }

  /** Does something while no other call does. */
  void inTurn(Runnable work) {
    turns.lock();
    try {
      work.run();
    } finally {
      turns.unlock();
    }
  }

  /** The weights as a layer uses them; a test may spoil them. */
  protected ConvWeights use(ConvSpec spec, ConvWeights weights) {
    return weights;
  }

  /** The input as a layer reads it; a test may spoil it. */
  protected HostTensor read(HostTensor x) {
    return x;
  }

  /** Stores what a layer computed; a test may spoil it. */
  protected void store(HostTensor result, OracleTensor y) {
    y.put(result);
  }

  @Override
  public final BackendInfo info() {
    return info;
  }

  @Override
  protected final @Nullable String unsupportedQuantizedReason(ConvSpec spec) {
    return null;
  }

  @Override
  protected final OracleLayer prepareChecked(ConvSpec spec, ConvWeights weights) {
    if (spec.precision().quantized()) {
      QuantizedWeights.of(spec, weights);
    }
    return new OracleLayer(this, spec, weights);
  }

  /** Called before each allocation; a test may refuse it. */
  protected void reserve() {}

  @Override
  protected final OracleTensor allocateCompact(TensorSpec spec) {
    reserve();
    take(spec.storageBytes());
    return new OracleTensor(
        this, HostTensor.allocate(spec).fill(spec.dtype() == DType.I8 ? 127 : Float.NaN));
  }

  private void take(long bytes) {
    if (!account().take(bytes)) {
      releaseCaches();
      if (!account().take(bytes)) {
        throw account().outOfMemory("allocate", bytes, bytes, bytes);
      }
    }
  }

  final void giveBack(TensorSpec spec) {
    account().giveBack(spec.storageBytes());
  }

  @Override
  protected final void copyChecked(AbstractTensor from, AbstractTensor to) {
    inTurn(() -> ((OracleTensor) to).put(((OracleTensor) from).data()));
  }

  @Override
  protected final long cacheBytesOpen() {
    return 1 << 20;
  }

  @Override
  protected DeviceCondition conditionOpen() {
    return DeviceCondition.unknown();
  }

  @Override
  protected final void synchronizeOpen() {}

  @Override
  protected final Stopwatch newStopwatch() {
    return new WallClock();
  }

  @Override
  protected final void free() {}
}
