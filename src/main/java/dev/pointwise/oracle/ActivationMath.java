package dev.pointwise.oracle;

import dev.pointwise.spec.Activation;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * The activations in binary64, each in a form without cancellation or needless overflow. NaN stays
 * NaN, and infinities give the function's limit: 0 for silu, gelu, hard_swish and mish at −∞.
 */
final class ActivationMath {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

  private ActivationMath() {}

  static double apply(Activation activation, double slope, double x) {
    double alpha = activation.alpha();
    return switch (activation.kind()) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case RELU6 -> clamp(x, 0, 6);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case PRELU -> x >= 0 ? x : slope * x;
      case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
      case SIGMOID -> sigmoid(x);
      case TANH -> Math.tanh(x);
      case SILU -> weighted(x, sigmoid(x));
      case GELU -> weighted(x, Erfc.value(-x * ROOT_HALF) / 2);
      case GELU_TANH -> weighted(x, sigmoid(2 * ROOT_TWO_OVER_PI * (x + 0.044715 * x * x * x)));
      case HARD_SIGMOID -> clamp(0.2 * x + 0.5, 0, 1);
      case HARD_SWISH -> weighted(x, clamp(x / 6 + 0.5, 0, 1));
      case SOFTPLUS -> softplus(x);
      case MISH -> weighted(x, Math.tanh(softplus(x)));
      case CLIP -> clamp(x, alpha, activation.beta());
    };
  }

  /** x·weight, where a weight of zero wins over an infinite x. */
  private static double weighted(double x, double weight) {
    return weight == 0 && Double.isInfinite(x) ? 0 : x * weight;
  }

  private static double clamp(double x, double lo, double hi) {
    return Math.min(Math.max(x, lo), hi);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
