package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/** Makes {@link Operands#integers}. */
final class IntegerOperands extends OperandMaker {
  private static final int MOST_ADDEND = 4;
  private static final int MOST_FACTOR = 15;

  /** Scales of a quantized layer, powers of two, so that the result is exact all the same. */
  private static final float INPUT_SCALE = 0.5f;

  private static final float LEAST_WEIGHT_SCALE = 2;

  private final int mostWeight;
  private final int mostInput;

  /** Of every so many channels one takes part in a sum. */
  private final int period;

  private final boolean thinInput;

  IntegerOperands(ConvSpec spec, TensorSpec x, long seed) {
    super(spec, x, seed);
    int most = exactLimit(spec) - 2 * MOST_ADDEND;
    int budget = spec.precision().quantized() ? most / 2 : most;
    int k = spec.groupIn();
    period = (int) Math.ceilDiv((long) k, budget);
    int terms = Math.ceilDiv(k, period);
    mostWeight = Math.clamp((int) Math.sqrt((double) budget / terms), 1, MOST_FACTOR);
    mostInput = Math.clamp(budget / (terms * mostWeight), 1, MOST_FACTOR);
    thinInput = spec.groupOut() < period && output.shape().pixels() >= period;
  }

  /** The integers up to here are exact in the output type. */
  private static int exactLimit(ConvSpec spec) {
    return switch (spec.precision().output()) {
      case F32 -> 1 << 24;
      case F16 -> 1 << 11;
      case BF16 -> 1 << 8;
      case E4M3, I8 -> throw new IllegalStateException("no output is quantized: " + spec);
    };
  }

  /** The scale of a row of W: 2 or 4, so that a sum is multiplied by 1 or 2; 1 if not quantized. */
  private float weightScale(int o) {
    return spec.precision().quantized() ? LEAST_WEIGHT_SCALE * (1 + o % 2) : 1;
  }

  private boolean takesPart(int c, long place) {
    return (c + place) % period == 0;
  }

  @Override
  void weights(int o, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = thinInput || takesPart(c, o) ? weightScale(o) * signed(mostWeight) : 0;
    }
  }

  @Override
  float input(int c, long pixel) {
    float scale = spec.precision().quantized() ? INPUT_SCALE : 1;
    return !thinInput || takesPart(c, sample(pixel)) ? scale * signed(mostInput) : 0;
  }

  /** The output pixel that an input pixel belongs to: consecutive for those that are sampled. */
  private long sample(long pixel) {
    long row = pixel / x.shape().w() / spec.stride();
    return row * output.shape().w() + pixel % x.shape().w() / spec.stride();
  }

  @Override
  float addend() {
    return signed(MOST_ADDEND);
  }

  @Override
  float slope() {
    return signed(1) * Math.scalb(1f, random.nextInt(-3, 2));
  }

  @Override
  float inputScale(HostTensor real) {
    return INPUT_SCALE;
  }

  @Override
  float[] weightScale() {
    float[] scales = new float[spec.cOut()];
    for (int o = 0; o < scales.length; o++) {
      scales[o] = weightScale(o);
    }
    return scales;
  }
}
