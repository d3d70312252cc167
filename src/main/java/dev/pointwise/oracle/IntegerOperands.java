package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;

/** Makes {@link Operands#integers}. */
final class IntegerOperands extends OperandMaker {
  private static final int MOST_ADDEND = 4;
  private static final int MOST_FACTOR = 15;

  private final int mostWeight;
  private final int mostInput;

  /** Of every so many channels one takes part in a sum. */
  private final int period;

  private final boolean thinInput;

  IntegerOperands(ConvSpec spec, TensorSpec x, long seed) {
    super(spec, x, seed);
    int budget = exactLimit(spec) - 2 * MOST_ADDEND;
    int k = spec.groupIn();
    period = (int) Math.ceilDiv((long) k, budget);
    int terms = Math.ceilDiv(k, period);
    mostWeight = Math.clamp((int) Math.sqrt((double) budget / terms), 1, MOST_FACTOR);
    mostInput = Math.clamp(budget / (terms * mostWeight), 1, MOST_FACTOR);
    thinInput = spec.groupOut() < period && output.shape().pixels() >= period;
  }

  /** The integers up to here are exact in the storage type. */
  private static int exactLimit(ConvSpec spec) {
    return switch (spec.precision().storage()) {
      case F32 -> 1 << 24;
      case F16 -> 1 << 11;
      case BF16 -> 1 << 8;
    };
  }

  private boolean takesPart(int c, long place) {
    return (c + place) % period == 0;
  }

  @Override
  void weights(int o, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = thinInput || takesPart(c, o) ? signed(mostWeight) : 0;
    }
  }

  @Override
  float input(int c, long pixel) {
    return !thinInput || takesPart(c, sample(pixel)) ? signed(mostInput) : 0;
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
}
