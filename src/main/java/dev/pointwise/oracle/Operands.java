package dev.pointwise.oracle;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is run on in a check: seeded, so that every run of a case sees the same numbers.
 * Around an input that is a slice of a wider tensor lie NaNs.
 *
 * @param weights W, the bias if one was asked for, and slopes if the activation needs them
 * @param x the input
 * @param residual the residual, compact, or null
 */
public record Operands(ConvWeights weights, HostTensor x, @Nullable HostTensor residual) {

  /** True if integers go through the activation without a rounding. */
  public static boolean isExact(Activation activation) {
    return switch (activation.kind()) {
      case NONE, RELU, RELU6, CLIP, PRELU -> true;
      case LEAKY_RELU -> isSmallPowerOfTwo(activation.alpha());
      default -> false;
    };
  }

  private static boolean isSmallPowerOfTwo(float value) {
    int exponent = Math.getExponent(value);
    return Math.abs(value) == Math.scalb(1f, exponent) && exponent >= -8 && exponent <= 2;
  }

  /**
   * Integers, none of them zero but in W, such that for every element {@code Σ|w·x| + |b| + |r|} is
   * at most 2²⁴, 2¹¹ or 2⁸ for binary32, binary16 or bfloat16 results. Where K is too large for
   * that, W is thinned out, different channels for each row, or the input for each pixel if there
   * are too few rows; every channel still takes part if rows or pixels are enough for it.
   *
   * <p>A quantized layer gets scales that are powers of two: 1/2 for the input, 2 and 4 in turn for
   * the rows of W. What the quantized elements are is integers as above, with half the limit of
   * binary16, so that all sums are exact, and no two neighbouring channels are scaled alike.
   *
   * @throws IllegalArgumentException if {@code x} has not the layer's channels
   */
  public static Operands integers(
      ConvSpec spec, TensorSpec x, boolean bias, boolean residual, long seed) {
    return new IntegerOperands(spec, x, seed).make(bias, residual);
  }

  /**
   * Numbers uniform in [−1, 1], slopes in [0, 1/2]. Input and residual are rounded by being stored;
   * W and the bias are not, since that is what a backend has to do. For a quantized layer the input
   * is calibrated from itself, and the scales of W follow from W.
   *
   * @throws IllegalArgumentException if {@code x} has not the layer's channels
   */
  public static Operands uniform(
      ConvSpec spec, TensorSpec x, boolean bias, boolean residual, long seed) {
    return new UniformOperands(spec, x, seed).make(bias, residual);
  }

  /**
   * Odd integers from 2049 to 4095, which binary32 holds and TF32 does not, against weights in {−1,
   * 0, 1}, an odd number of them not zero in each row. Every sum is exact in binary32 and below
   * 2²⁴; rounding the input to TF32 moves each term by 1, and so every sum by an odd number.
   *
   * @throws IllegalArgumentException if {@code x} has not the layer's channels
   */
  public static Operands tf32Canary(
      ConvSpec spec, TensorSpec x, boolean bias, boolean residual, long seed) {
    return new CanaryOperands(spec, x, seed).make(bias, residual);
  }
}
