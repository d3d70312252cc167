package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.Calibration;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

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

  @Override
  float inputScale(HostTensor real) {
    boolean empty = real.spec().shape().isEmpty();
    return empty ? 1 : new Calibration().add(real).scale(spec.precision().storage());
  }

  @Override
  float @Nullable [] weightScale() {
    return null;
  }
}
