package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** Makes {@link Operands#tf32Canary}. */
final class CanaryOperands extends OperandMaker {
  private static final int MOST_TERMS = 4000;

  CanaryOperands(ConvSpec spec, TensorSpec x, long seed) {
    super(spec, x, seed);
  }

  @Override
  void weights(int o, float[] row) {
    double density = Math.min(0.75, (double) MOST_TERMS / (2 * row.length));
    int terms = 0;
    for (int c = 0; c < row.length && terms < MOST_TERMS; c++) {
      if (random.nextDouble() < density) {
        row[c] = signed(1);
        terms++;
      }
    }
    if (terms % 2 == 0) {
      int c = o % row.length;
      row[c] = row[c] == 0 ? signed(1) : 0;
    }
  }

  @Override
  float input(int c, long pixel) {
    return 2049 + 2 * random.nextInt(1024);
  }

  @Override
  float addend() {
    return signed(8);
  }

  @Override
  float slope() {
    return signed(1) * 0.5f;
  }

  @Override
  float inputScale(HostTensor real) {
    throw new IllegalStateException("the canary is for binary32");
  }

  @Override
  float @Nullable [] weightScale() {
    return null;
  }
}
