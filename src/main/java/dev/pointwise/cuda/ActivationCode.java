package dev.pointwise.cuda;

import dev.pointwise.spec.Activation;

/** The numbers by which kernels.cu knows the activations. */
final class ActivationCode {
  private ActivationCode() {}

  static int of(Activation.Kind kind) {
    return switch (kind) {
      case NONE -> 0;
      case RELU -> 1;
      case RELU6 -> 2;
      case LEAKY_RELU -> 3;
      case PRELU -> 4;
      case ELU -> 5;
      case SIGMOID -> 6;
      case TANH -> 7;
      case SILU -> 8;
      case GELU -> 9;
      case GELU_TANH -> 10;
      case HARD_SIGMOID -> 11;
      case HARD_SWISH -> 12;
      case SOFTPLUS -> 13;
      case MISH -> 14;
      case CLIP -> 15;
    };
  }
}
