package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.HostTensor;

/** The ways to check a layer against its reference, in the order to try them. */
public enum Gate {
  /** Integers small enough that every sum is exact: no tolerance. Sees a single dropped channel. */
  EXACT,
  /** Integers that binary32 holds and TF32 does not: no tolerance. Sees silent TF32. */
  CANARY,
  /** Random numbers, within the rounding errors that the precision allows. */
  RANDOM;

  /** Whether the check says anything about that layer. */
  public boolean applies(ConvSpec spec) {
    return switch (this) {
      case EXACT -> Operands.isExact(spec.activation());
      case CANARY -> spec.precision() == Precision.F32 && Operands.isExact(spec.activation());
      case RANDOM -> true;
    };
  }

  /**
   * Operands for the check.
   *
   * @param x where the input's elements lie
   * @param bias whether the layer has a bias
   * @param residual whether the call has a residual
   * @param seed which operands; the same seed gives the same ones
   * @throws IllegalArgumentException if the tensor does not fit the layer, or the check does not
   *     apply to it
   */
  public Operands operands(ConvSpec spec, TensorSpec x, boolean bias, boolean residual, long seed) {
    if (!applies(spec)) {
      throw new IllegalArgumentException(
          "layer is " + spec + ", expected one that the " + this + " check applies to");
    }
    return switch (this) {
      case EXACT -> Operands.integers(spec, x, bias, residual, seed);
      case CANARY -> Operands.tf32Canary(spec, x, bias, residual, seed);
      case RANDOM -> Operands.uniform(spec, x, bias, residual, seed);
    };
  }

  /**
   * Compares a result with its reference as strictly as the check is.
   *
   * @throws IllegalArgumentException if the result has other extents, type or layout
   */
  public Comparison compare(Reference reference, HostTensor actual) {
    return this == RANDOM
        ? Comparison.bounded(reference, actual)
        : Comparison.exact(reference, actual);
  }
}
