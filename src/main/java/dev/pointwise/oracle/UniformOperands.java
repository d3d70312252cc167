package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.Elements;

/** Makes {@link Operands#uniform}. */
final class UniformOperands extends OperandMaker {
  UniformOperands(ConvSpec spec, TensorSpec x, long seed) {
    super(spec, x, seed);
  }

  @Override
  void weights(int o, float[] row) {
    for (int c = 0; c < row.length; c++) {
      row[c] = addend();
    }
  }

  @Override
  float input(int c, long pixel) {
    return addend();
  }

  @Override
  float addend() {
    float value = (float) random.nextDouble(-1, 1);
    return Elements.stored(value, spec.precision().storage());
  }

  @Override
  float slope() {
    return (float) random.nextDouble(0.5);
  }
}
