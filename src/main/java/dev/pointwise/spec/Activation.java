package dev.pointwise.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The element-wise function behind a layer. Definitions and default parameters are those of the
 * ONNX operators of the same names. NaN stays NaN through every one, and an infinite x gives the
 * limit: 0 for silu, gelu, hard_swish and mish at −∞. (Where a library fuses them, relu of NaN may
 * be 0 in other precisions than F32, and gelu_tanh at −∞ NaN with outputs of 16 bits.)
 *
 * @param kind which function
 * @param alpha its first parameter (slope, or lower bound); 0 where it has none
 * @param beta its second parameter (upper bound); 0 where it has none
 */
public record Activation(Kind kind, float alpha, float beta) {
  /** The functions, in terms of x. */
  public enum Kind {
    /** x. */
    NONE,
    /** max(0, x). */
    RELU,
    /** min(max(0, x), 6). */
    RELU6,
    /** x where x ≥ 0, else α·x. */
    LEAKY_RELU(0.01f),
    /** x where x ≥ 0, else slope[c]·x, with a slope for each output channel. */
    PRELU,
    /** x where x ≥ 0, else α·(eˣ − 1). */
    ELU(1f),
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** x · sigmoid(x), also known as swish. */
    SILU,
    /** x/2 · (1 + erf(x/√2)). */
    GELU,
    /** x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))). */
    GELU_TANH,
    /** min(max(0, 0.2·x + 0.5), 1). */
    HARD_SIGMOID,
    /** x · min(max(0, x/6 + 0.5), 1). */
    HARD_SWISH,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** x · tanh(softplus(x)). */
    MISH,
    /** min(max(lo, x), hi). */
    CLIP(-Float.MAX_VALUE, Float.MAX_VALUE);

    private final int parameters;
    private final float alpha;
    private final float beta;

    Kind() {
      this(0, 0, 0);
    }

    Kind(float alpha) {
      this(1, alpha, 0);
    }

    Kind(float alpha, float beta) {
      this(2, alpha, beta);
    }

    Kind(int parameters, float alpha, float beta) {
      this.parameters = parameters;
      this.alpha = alpha;
      this.beta = beta;
    }

    /** How many parameters the function takes: 0, 1 or 2. */
    public int parameters() {
      return parameters;
    }

    private Activation defaults() {
      return new Activation(this, alpha, beta);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The identity. */
  public static final Activation NONE = Kind.NONE.defaults();

  /** {@link Kind#RELU}. */
  public static final Activation RELU = Kind.RELU.defaults();

  /** {@link Kind#RELU6}. */
  public static final Activation RELU6 = Kind.RELU6.defaults();

  /** {@link Kind#PRELU}; the slopes belong to the weights. */
  public static final Activation PRELU = Kind.PRELU.defaults();

  /** {@link Kind#SIGMOID}. */
  public static final Activation SIGMOID = Kind.SIGMOID.defaults();

  /** {@link Kind#TANH}. */
  public static final Activation TANH = Kind.TANH.defaults();

  /** {@link Kind#SILU}. */
  public static final Activation SILU = Kind.SILU.defaults();

  /** {@link Kind#GELU}, the exact form. */
  public static final Activation GELU = Kind.GELU.defaults();

  /** {@link Kind#GELU_TANH}, the approximation. */
  public static final Activation GELU_TANH = Kind.GELU_TANH.defaults();

  /** {@link Kind#HARD_SIGMOID}. */
  public static final Activation HARD_SIGMOID = Kind.HARD_SIGMOID.defaults();

  /** {@link Kind#HARD_SWISH}. */
  public static final Activation HARD_SWISH = Kind.HARD_SWISH.defaults();

  /** {@link Kind#SOFTPLUS}. */
  public static final Activation SOFTPLUS = Kind.SOFTPLUS.defaults();

  /** {@link Kind#MISH}. */
  public static final Activation MISH = Kind.MISH.defaults();

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if a parameter is not finite, is given to a function that has
   *     none, or the bounds of a clip are crossed
   */
  public Activation {
    Check.that(Float.isFinite(alpha), kind + " parameter", alpha, "a finite number");
    Check.that(Float.isFinite(beta), kind + " parameter", beta, "a finite number");
    Check.that(kind.parameters() > 0 || alpha == 0, kind + " parameter", alpha, "no parameter");
    Check.that(kind.parameters() > 1 || beta == 0, kind + " second parameter", beta, "none");
    Check.that(
        kind != Kind.CLIP || alpha <= beta, "clip", alpha + ":" + beta, "lo:hi with lo ≤ hi");
  }

  /** {@link Kind#LEAKY_RELU} with slope {@code alpha}. */
  public static Activation leakyRelu(float alpha) {
    return new Activation(Kind.LEAKY_RELU, alpha, 0);
  }

  /** {@link Kind#ELU} with scale {@code alpha}. */
  public static Activation elu(float alpha) {
    return new Activation(Kind.ELU, alpha, 0);
  }

  /** {@link Kind#CLIP} to {@code [lo, hi]}. */
  public static Activation clip(float lo, float hi) {
    return new Activation(Kind.CLIP, lo, hi);
  }

  /**
   * Reads {@code name[:parameter[:parameter]]}; parameters left out take the ONNX defaults.
   *
   * @throws IllegalArgumentException if the name is unknown or a parameter is malformed
   */
  public static Activation parse(String text) {
    String[] parts = text.split(":", -1);
    Kind kind = kind(parts[0], text);
    Check.that(
        parts.length - 1 <= kind.parameters(),
        "activation",
        Printable.quote(text),
        "at most " + kind.parameters() + " parameters for " + kind);
    Activation defaults = kind.defaults();
    return new Activation(
        kind,
        parts.length > 1 ? number(parts[1], text) : defaults.alpha,
        parts.length > 2 ? number(parts[2], text) : defaults.beta);
  }

  private static Kind kind(String name, String text) {
    for (Kind kind : Kind.values()) {
      if (kind.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    List<String> names = Arrays.stream(Kind.values()).map(Kind::toString).toList();
    throw new IllegalArgumentException(
        "activation is "
            + Printable.quote(text)
            + ", expected one of: "
            + String.join(", ", names)
            + Nearest.hint(name, names));
  }

  private static float number(String part, String text) {
    try {
      return Float.parseFloat(part);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "activation is "
              + Printable.quote(text)
              + ", expected a number in place of "
              + Printable.quote(part),
          e);
    }
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return switch (kind.parameters()) {
      case 0 -> kind.toString();
      case 1 -> kind + ":" + alpha;
      default -> kind + ":" + alpha + ":" + beta;
    };
  }
}
