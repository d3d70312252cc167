package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Executes a {@link GemmShape} by its definition, and checks what BLAS would refuse. */
final class NaiveGemm {
  private NaiveGemm() {}

  /**
   * Runs all products.
   *
   * @param x the whole storage of the input
   * @param w W
   * @param y the whole storage of the output
   */
  static void run(GemmShape gemm, double[] x, double[] w, double[] y) {
    checkLeadingDimensions(gemm);
    double[] a = gemm.inputIsA() ? x : w;
    double[] b = gemm.inputIsA() ? w : x;
    boolean[] written = new boolean[y.length];
    for (long outer = 0; outer < gemm.outer(); outer++) {
      for (long batch = 0; batch < gemm.batch(); batch++) {
        for (long j = 0; j < gemm.n(); j++) {
          for (long i = 0; i < gemm.m(); i++) {
            double sum = 0;
            for (long k = 0; k < gemm.k(); k++) {
              sum += at(gemm.a(), a, outer, batch, i, k) * at(gemm.b(), b, outer, batch, k, j);
            }
            int index = (int) (gemm.c().start(outer, batch) + i + j * gemm.c().ld());
            assertTrue(!written[index], () -> "element " + index + " is written twice: " + gemm);
            written[index] = true;
            y[index] = gemm.accumulate() ? y[index] + sum : sum;
          }
        }
      }
    }
  }

  private static double at(
      GemmOperand operand, double[] data, long outer, long batch, long row, long column) {
    long within = operand.transposed() ? column + row * operand.ld() : row + column * operand.ld();
    return data[(int) (operand.start(outer, batch) + within)];
  }

  private static void checkLeadingDimensions(GemmShape gemm) {
    long rowsOfA = gemm.a().transposed() ? gemm.k() : gemm.m();
    long rowsOfB = gemm.b().transposed() ? gemm.n() : gemm.k();
    assertTrue(gemm.a().ld() >= rowsOfA, () -> "lda below " + rowsOfA + ": " + gemm);
    assertTrue(gemm.b().ld() >= rowsOfB, () -> "ldb below " + rowsOfB + ": " + gemm);
    assertTrue(gemm.c().ld() >= gemm.m(), () -> "ldc below m: " + gemm);
    assertTrue(!gemm.c().transposed(), () -> "C is transposed: " + gemm);
  }
}
