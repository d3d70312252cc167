package dev.pointwise.oracle;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;

/**
 * How far a right result may lie from the reference: what rounding can do to a sum of K products (K
 * = C_in/groups), a bias and a residual that is accumulated in binary32 in any order; carried
 * through the activation; plus what the activation's evaluation in binary32 may add; plus the
 * rounding to the output type. Holds while no partial sum leaves the range of binary32.
 *
 * <p>Products of two E4M3 numbers are exact in binary32, but tensor cores keep fewer bits of their
 * sums; how many, no manual says. What is allowed for that is 1.4 times what was measured where one
 * term is large, and nine times what was where all are alike (docs/ARCHITECTURE.md). Two more
 * roundings are those of the scales and of the product with them. Sums of integers are exact; their
 * conversion to binary32 is one rounding more.
 */
final class ErrorBound {
  /** u: the largest relative error of one rounding to binary32. */
  private static final double U = 0x1p-24;

  /** What tensor cores lose of a sum of FP8 products, as a part of the sum of magnitudes. */
  private static final double FP8_SUM = 0x1p-10;

  /** Results below binary32's normal range may be flushed to zero. */
  private static final double FLUSH = Float.MIN_NORMAL;

  private ErrorBound() {}

  static double of(Reference reference, int element) {
    ConvSpec spec = reference.spec();
    double z = Math.abs(reference.preActivation(element));
    double y = Math.abs(reference.value(element));
    boolean limit = Double.isInfinite(z);
    double ofSum = limit ? 0 : ofSum(spec, reference.magnitude(element));
    return steepness(spec.activation(), reference.slope(element)) * ofSum
        + ofActivation(spec.activation().kind(), limit ? 0 : z, y)
        + ofApproximation(spec, limit ? 0 : z)
        + ofOutput(spec, y)
        + FLUSH;
  }

  /** The error of the sum, before the activation. */
  private static double ofSum(ConvSpec spec, double magnitude) {
    double terms = spec.groupIn() + 2.0;
    return switch (spec.precision()) {
      case F32 -> Math.min(4 * Math.sqrt(terms), terms) * U * magnitude;
      case TF32 -> (0x1p-9 + terms * 2 * U) * magnitude;
      case F16, BF16 -> terms * U * magnitude;
      case F8 -> (FP8_SUM + (terms + 2) * U) * magnitude;
      case I8 -> 5 * U * magnitude;
    };
  }

  private static double ofOutput(ConvSpec spec, double y) {
    return switch (spec.precision().output()) {
      case F32 -> 0;
      case F16 -> 0x1p-11 * y + 0x1p-25;
      case BF16 -> 0x1p-8 * y;
      case E4M3, I8 -> throw new IllegalStateException("no output is quantized: " + spec);
    };
  }

  /**
   * What an approximate tanh may add where the output has 16 bits: the PTX manual gives tanh.approx
   * a relative error of 2⁻¹¹, which z/2 multiplies. Libraries fuse that form.
   */
  private static double ofApproximation(ConvSpec spec, double z) {
    boolean approximate =
        spec.activation().kind() == Activation.Kind.GELU_TANH
            && spec.precision().output() != DType.F32;
    return approximate ? 0x1p-12 * z : 0;
  }

  /** The activation's largest slope: by how much it stretches an error of its argument. */
  static double steepness(Activation activation, double slope) {
    return switch (activation.kind()) {
      case NONE, RELU, RELU6, CLIP, TANH, SOFTPLUS -> 1;
      case LEAKY_RELU, ELU -> Math.max(1, Math.abs(activation.alpha()));
      case PRELU -> Math.max(1, Math.abs(slope));
      case SIGMOID -> 0.25;
      case HARD_SIGMOID -> 0.2;
      case SILU, MISH -> 1.1;
      case GELU, GELU_TANH -> 1.13;
      case HARD_SWISH -> 1.5;
    };
  }

  /**
   * The error of evaluating the activation in binary32: relative to the result where the function
   * has a form without cancellation, relative to the argument for those defined as the argument
   * times a factor that is a difference.
   */
  static double ofActivation(Activation.Kind kind, double z, double y) {
    return switch (kind) {
      case NONE, RELU, RELU6, CLIP -> 0;
      case LEAKY_RELU, PRELU -> 2 * U * y;
      case ELU, SIGMOID, TANH, SOFTPLUS, SILU -> 8 * U * y;
      case MISH -> 16 * U * y;
      case GELU, GELU_TANH, HARD_SWISH -> 4 * U * z;
      case HARD_SIGMOID -> 4 * U;
    };
  }
}
