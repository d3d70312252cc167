package dev.pointwise.tensor;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Siblings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a layer, in binary32: W, row-major {@code C_out × C_in/groups}; optionally a bias
 * and, for PReLU, a slope, both of length C_out; for a quantized layer, scales. Immutable: what is
 * passed in is copied.
 *
 * <p>A backend rounds W to the layer's precision when it prepares the layer, and the bias to the
 * type of its output ({@link #roundBias}); slopes stay binary32. How W is quantized is told by
 * {@link QuantizedWeights}.
 */
public final class ConvWeights {
  private final float[] weight;
  private final float @Nullable [] bias;
  private final float @Nullable [] slope;
  private final @Nullable Float inputScale;
  private final float @Nullable [] weightScale;

  private ConvWeights(
      float[] weight,
      float @Nullable [] bias,
      float @Nullable [] slope,
      @Nullable Float inputScale,
      float @Nullable [] weightScale) {
    this.weight = weight;
    this.bias = bias;
    this.slope = slope;
    this.inputScale = inputScale;
    this.weightScale = weightScale;
  }

  /** Weights without a bias. */
  public static ConvWeights of(float... weight) {
    return new ConvWeights(weight.clone(), null, null, null, null);
  }

  /** These weights with that bias. */
  public ConvWeights bias(float... values) {
    return new ConvWeights(weight, values.clone(), slope, inputScale, weightScale);
  }

  /** These weights with the bias, if any, rounded to what {@code type} holds. */
  public ConvWeights roundBias(DType type) {
    if (bias == null || type == DType.F32) {
      return this;
    }
    float[] rounded = new float[bias.length];
    for (int o = 0; o < rounded.length; o++) {
      rounded[o] = Elements.stored(bias[o], type);
    }
    return new ConvWeights(weight, rounded, slope, inputScale, weightScale);
  }

  /** These weights with those PReLU slopes. */
  public ConvWeights slope(float... values) {
    return new ConvWeights(weight, bias, values.clone(), inputScale, weightScale);
  }

  /**
   * These weights for an input quantized with that scale: an element q means {@code scale · q}. A
   * quantized layer needs it; {@link Calibration} finds one.
   *
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public ConvWeights inputScale(float value) {
    return new ConvWeights(weight, bias, slope, Scales.check("input scale", value), weightScale);
  }

  /**
   * These weights, to be quantized with those scales, one per output channel, instead of the least
   * that hold each row; for weights that were quantized elsewhere.
   *
   * @throws IllegalArgumentException if one is not finite and above 0
   */
  public ConvWeights weightScale(float... values) {
    for (int o = 0; o < values.length; o++) {
      Scales.check("weight scale[" + o + "]", values[o]);
    }
    return new ConvWeights(weight, bias, slope, inputScale, values.clone());
  }

  /**
   * The weights of the layer that computes this one and the batch normalization behind it: {@code
   * W'[o,c] = f[o]·W[o,c]} and {@code b'[o] = f[o]·(b[o] − mean[o]) + shift[o]}, where {@code f =
   * scale/√(variance + epsilon)}. Computed in binary64, rounded once.
   *
   * @throws IllegalArgumentException if W's length is no multiple of the number of channels, the
   *     bias has another length, or W has scales, which would no longer be right
   */
  public ConvWeights fold(BatchNorm norm) {
    int channels = norm.scale().length;
    if (channels == 0 || weight.length % channels != 0) {
      throw new IllegalArgumentException(
          "batch norm has "
              + channels
              + " channels, expected C_out, a divisor of W's "
              + weight.length
              + " elements");
    }
    if (bias != null) {
      requireLength("bias", bias, channels);
    }
    if (weightScale != null) {
      throw new IllegalArgumentException(
          "weight scales are given, expected none before batch norm is folded");
    }
    int row = weight.length / channels;
    float[] folded = new float[weight.length];
    float[] shift = new float[channels];
    for (int o = 0; o < channels; o++) {
      double factor = norm.scale()[o] / Math.sqrt((double) norm.variance()[o] + norm.epsilon());
      for (int c = 0; c < row; c++) {
        folded[o * row + c] = (float) (factor * weight[o * row + c]);
      }
      double before = bias == null ? 0 : bias[o];
      shift[o] = (float) (factor * (before - norm.mean()[o]) + norm.shift()[o]);
    }
    return new ConvWeights(folded, shift, slope, inputScale, null);
  }

  /**
   * The weights of the {@linkplain Siblings#stacked stacked} layer: the rows of W one below the
   * other, and likewise biases and slopes, if any sibling has them. A sibling without a bias counts
   * as having zeros, one without slopes as having ones.
   *
   * @param parts the weights of each sibling, which fit it
   * @throws IllegalArgumentException if W has more elements than an array holds
   */
  public static ConvWeights stack(Siblings siblings, List<ConvWeights> parts) {
    ConvSpec stacked = siblings.stacked();
    if (stacked.weightElements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "stacked W has " + stacked.weightElements() + " elements, expected at most 2^31-9");
    }
    float[] weight = new float[(int) stacked.weightElements()];
    float[] bias = new float[stacked.cOut()];
    float[] slope = new float[stacked.cOut()];
    Arrays.fill(slope, 1);
    boolean biased = false;
    boolean sloped = false;
    int row = 0;
    for (ConvWeights part : parts) {
      System.arraycopy(part.weight, 0, weight, row * stacked.cIn(), part.weight.length);
      biased |= copy(part.bias, bias, row);
      sloped |= copy(part.slope, slope, row);
      row += part.weight.length / stacked.cIn();
    }
    return new ConvWeights(weight, biased ? bias : null, sloped ? slope : null, null, null);
  }

  private static boolean copy(float @Nullable [] from, float[] to, int at) {
    if (from == null) {
      return false;
    }
    System.arraycopy(from, 0, to, at, from.length);
    return true;
  }

  /**
   * Checks that these are the weights of {@code spec}.
   *
   * @throws IllegalArgumentException if a length does not fit, or slopes or scales are missing or
   *     left over
   */
  public void check(ConvSpec spec) {
    if (weight.length != spec.weightElements()) {
      throw new IllegalArgumentException(
          "W has "
              + weight.length
              + " elements, expected C_out·C_in/groups = "
              + spec.cOut()
              + "·"
              + spec.groupIn()
              + " = "
              + spec.weightElements());
    }
    if (bias != null) {
      requireLength("bias", bias, spec.cOut());
    }
    boolean prelu = spec.activation().kind() == Activation.Kind.PRELU;
    if (slope == null ? prelu : !prelu) {
      throw new IllegalArgumentException(
          "slope is "
              + (slope == null ? "missing" : "given")
              + ", expected one exactly where the activation is prelu, but it is "
              + spec.activation());
    }
    if (slope != null) {
      requireLength("slope", slope, spec.cOut());
    }
    checkScales(spec);
  }

  private void checkScales(ConvSpec spec) {
    boolean quantized = spec.precision().quantized();
    if (quantized && inputScale == null) {
      throw new IllegalArgumentException(
          "input scale is missing, expected one: the layer is " + spec);
    }
    if (!quantized && (inputScale != null || weightScale != null)) {
      throw new IllegalArgumentException(
          (inputScale != null ? "input scale is " + inputScale : "weight scales are given")
              + ", expected none: the layer is "
              + spec
              + ", which is not quantized");
    }
    if (weightScale != null) {
      requireLength("weight scale", weightScale, spec.cOut());
    }
  }

  private static void requireLength(String name, float[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          name + " length is " + values.length + ", expected C_out = " + length);
    }
  }

  /** W[o, c], where c counts within o's group, as a flat array; a copy. */
  public float[] weight() {
    return weight.clone();
  }

  /** The bias; a copy. */
  public float @Nullable [] bias() {
    return bias == null ? null : bias.clone();
  }

  /** The scale of the input of a quantized layer. */
  public @Nullable Float inputScale() {
    return inputScale;
  }

  /** The scales that W is to be quantized with, if they are not to follow from W; a copy. */
  public float @Nullable [] weightScale() {
    return weightScale == null ? null : weightScale.clone();
  }

  /** The PReLU slopes; a copy. */
  public float @Nullable [] slope() {
    return slope == null ? null : slope.clone();
  }
}
