package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;

/** Makes {@link Operands#uniform}. */
final class UniformOperands extends OperandMaker {
  UniformOperands(ConvSpec spec, TensorSpec x, long seed) {
    super(spec, x, seed);
  }

  @Override
  void weights(int o, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = uniform();
    }
  }

  @Override
  float input(int c, long pixel) {
    return uniform();
  }

  @Override
  float addend() {
    return uniform();
  }

  private float uniform() {
    return (float) random.nextDouble(-1, 1);
  }

  @Override
  float slope() {
    return (float) random.nextDouble(0.5);
  }
}
