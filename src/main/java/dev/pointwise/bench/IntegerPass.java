package dev.pointwise.bench;

import dev.pointwise.oracle.Operands;
import dev.pointwise.oracle.Oracle;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Integer operands of a forward pass, such that every result, and every sum on the way, is exact in
 * the storage type, also behind a layer that feeds another. Where a row of W is too long for that
 * it is thinned out, different channels for each row; every channel takes part if rows are enough.
 */
final class IntegerPass {
  private static final int MOST_ADDEND = 1;
  private static final int MOST_FACTOR = 15;

  /** TF32 holds the integers up to here. */
  private static final int TF32_LIMIT = 1 << 11;

  private final ForwardPass pass;
  private final SplittableRandom random;
  private final Map<String, HostTensor> inputs = new LinkedHashMap<>();
  private final List<ConvSpec> specs = new ArrayList<>();
  private final List<ConvWeights> weights = new ArrayList<>();

  private IntegerPass(ForwardPass pass, long seed) {
    this.pass = pass;
    this.random = new SplittableRandom(seed);
  }

  static PassOperands of(ForwardPass pass, long seed) {
    IntegerPass integers = new IntegerPass(pass, seed);
    for (int i = 0; i < pass.layers().size(); i++) {
      integers.add(i);
    }
    return new PassOperands(integers.specs, integers.weights, integers.inputs);
  }

  private void add(int index) {
    PassLayer layer = pass.layers().get(index);
    LayerCase layerCase = layer.layerCase();
    ConvSpec spec = layer.spec();
    specs.add(Operands.isExact(spec.activation()) ? spec : spec.activation(exactFor(layer)));
    int limit = layer.feeds() ? limitBefore(pass.layers().get(index + 1)) : limit(spec);
    int budget = limit - 2 * MOST_ADDEND;
    HostTensor x = layer.fed() ? fedTo(index) : input(layer, budget);
    weights.add(weights(layer, budget, most(x)));
    if (layer.residual() != null) {
      inputs.put(layer.residual(), integers(layerCase.output(), MOST_ADDEND));
    }
  }

  /** None; between two layers the identity by another name, or they would be folded into one. */
  private static Activation exactFor(PassLayer layer) {
    return layer.feeds() ? Activation.leakyRelu(1) : Activation.NONE;
  }

  /** The integers up to here are exact in the storage type. */
  private static int limit(ConvSpec spec) {
    DType storage = spec.precision().storage();
    return storage == DType.F32 ? 1 << 24 : storage == DType.F16 ? 1 << 11 : 1 << 8;
  }

  /**
   * How great results may be for {@code next} to multiply them exactly, and to take all or at least
   * a few of its channels.
   */
  private static int limitBefore(PassLayer next) {
    int limit = limit(next.spec());
    int several = Math.max(limit / next.spec().cIn(), (int) Math.sqrt(limit));
    return next.spec().precision() == Precision.TF32 ? Math.min(several, TF32_LIMIT) : several;
  }

  private HostTensor input(PassLayer layer, int budget) {
    int most = Math.clamp((int) Math.sqrt((double) budget / layer.spec().cIn()), 1, MOST_FACTOR);
    return inputs.computeIfAbsent(
        layer.source(), name -> integers(layer.layerCase().input(), most));
  }

  /** What the layer before writes. */
  private HostTensor fedTo(int index) {
    PassLayer before = pass.layers().get(index - 1);
    String residual = before.residual();
    HostTensor addend = residual == null ? null : inputs.get(residual);
    HostTensor x = before.fed() ? fedTo(index - 1) : inputs.get(before.source());
    return Oracle.compute(
            specs.get(index - 1), weights.get(index - 1), Objects.requireNonNull(x), addend)
        .toHost(before.spec().precision().storage());
  }

  private static int most(HostTensor x) {
    float most = 1;
    for (long i = 0; i < x.spec().storageElements(); i++) {
      most = Math.max(most, Math.abs(x.getAt(i)));
    }
    return (int) most;
  }

  private ConvWeights weights(PassLayer layer, int budget, int mostInput) {
    ConvSpec spec = layer.spec();
    int length = spec.cIn();
    int period = Math.toIntExact(Math.ceilDiv((long) length * mostInput, budget));
    int terms = Math.ceilDiv(length, period);
    int most = Math.clamp(budget / ((long) terms * mostInput), 1, MOST_FACTOR);
    float[] weight = new float[Math.toIntExact(spec.weightElements())];
    for (int i = 0; i < weight.length; i++) {
      boolean takesPart = (i % length + i / length) % period == 0;
      weight[i] = takesPart ? signed(most) : 0;
    }
    ConvWeights made = ConvWeights.of(weight);
    return layer.layerCase().shape().bias() ? made.bias(bias(spec.cOut())) : made;
  }

  private float[] bias(int length) {
    float[] bias = new float[length];
    for (int o = 0; o < length; o++) {
      bias[o] = signed(MOST_ADDEND);
    }
    return bias;
  }

  private HostTensor integers(TensorSpec spec, int most) {
    HostTensor tensor = HostTensor.allocate(spec);
    for (long i = 0; i < spec.storageElements(); i++) {
      tensor.setAt(i, signed(most));
    }
    return tensor;
  }

  private int signed(int most) {
    int value = random.nextInt(1, most + 1);
    return random.nextBoolean() ? value : -value;
  }
}
