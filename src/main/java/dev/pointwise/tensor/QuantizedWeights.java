package dev.pointwise.tensor;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import java.util.Objects;

/**
 * W of a layer as it is multiplied in {@code F8} or {@code I8}: each output channel o has a scale
 * s_w[o]. By default that of I8 is the least that holds its row, {@code max|W[o,·]| / 127}. E4M3, a
 * floating-point type, is as exact in rows of smaller numbers, down to 2⁻¹⁵ of the largest: so the
 * channels of F8 share one scale, {@code max|W| / 448}, which a product can apply by itself. (Each
 * is 1 where all is zero.) q[o,c] is the number of the type nearest to the binary32 quotient {@code
 * W[o,c] / s_w[o]}, beyond ±448 or ±127 that number. With s_x the scale of the input, {@code y[o] =
 * activation(s_x · s_w[o] · Σ_c q[o,c] · x[c] + b[o] + r)}. Immutable.
 */
public final class QuantizedWeights {
  /** The most products of a weight and an element, at worst 127 · −128, that fit 32 bits. */
  private static final int MOST_INTEGER_TERMS = Integer.MAX_VALUE / (127 * 128);

  private final DType type;
  private final byte[] codes;
  private final float[] scales;

  private QuantizedWeights(DType type, byte[] codes, float[] scales) {
    this.type = type;
    this.codes = codes;
    this.scales = scales;
  }

  /**
   * Quantizes the weights of a layer.
   *
   * @throws IllegalArgumentException if the layer is not quantized, the weights do not fit it, an
   *     element of W is not finite, a product of scales is no normal binary32, or a sum of I8
   *     products may exceed 32 bits
   */
  public static QuantizedWeights of(ConvSpec spec, ConvWeights weights) {
    if (!spec.precision().quantized()) {
      throw new IllegalArgumentException("layer is " + spec + ", expected one in f8 or i8");
    }
    weights.check(spec);
    DType type = spec.precision().storage();
    int row = spec.groupIn();
    checkSums(spec);
    float[] w = weights.weight();
    float[] explicit = weights.weightScale();
    float inputScale = Objects.requireNonNull(weights.inputScale());
    byte[] codes = new byte[w.length];
    float[] scales = new float[spec.cOut()];
    float[] least = leastScales(w, row, type);
    float[] own = explicit == null ? least : explicit;
    for (int o = 0; o < scales.length; o++) {
      float scale = own[o];
      scales[o] = product(inputScale, scale, o);
      for (int i = o * row; i < (o + 1) * row; i++) {
        codes[i] = code(Elements.quantized(w[i], scale, type), type);
      }
    }
    return new QuantizedWeights(type, codes, scales);
  }

  /**
   * Checks that sums of I8 products are sure to fit 32 bits.
   *
   * @throws IllegalArgumentException if the layer is in I8 and its sums are too long for that
   */
  public static void checkSums(ConvSpec spec) {
    if (spec.precision().storage() == DType.I8 && spec.groupIn() > MOST_INTEGER_TERMS) {
      throw new IllegalArgumentException(
          "C_in/groups is "
              + spec.groupIn()
              + ", expected at most "
              + MOST_INTEGER_TERMS
              + " for i8: sums are to fit 32 bits");
    }
  }

  private static float largestMagnitude(float[] w, int o, int row) {
    float largest = 0;
    for (int c = 0; c < row; c++) {
      float value = w[o * row + c];
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "W[" + o + ", " + c + "] is " + value + ", expected finite numbers to quantize");
      }
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] leastScales(float[] w, int row, DType type) {
    float[] largest = new float[w.length / row];
    float most = 0;
    for (int o = 0; o < largest.length; o++) {
      largest[o] = largestMagnitude(w, o, row);
      most = Math.max(most, largest[o]);
    }
    for (int o = 0; o < largest.length; o++) {
      largest[o] = leastScale(type == DType.E4M3 ? most : largest[o], type);
    }
    return largest;
  }

  private static float leastScale(float largest, DType type) {
    return largest == 0 ? 1 : largest / Elements.largest(type);
  }

  private static float product(float inputScale, float weightScale, int o) {
    float product = inputScale * weightScale;
    if (!(product >= Float.MIN_NORMAL && product <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "input scale · weight scale["
              + o
              + "] is "
              + inputScale
              + " · "
              + weightScale
              + " = "
              + product
              + ", expected a product in the normal range of binary32");
    }
    return product;
  }

  private static byte code(float quotient, DType type) {
    return type == DType.E4M3 ? Elements.toE4M3(quotient) : Elements.toI8(quotient);
  }

  /** q as it is stored, row-major {@code C_out × C_in/groups}: E4M3, or integers; a copy. */
  public byte[] codes() {
    return codes.clone();
  }

  /** Elements of W. */
  public int size() {
    return codes.length;
  }

  /** The number that q[index] is, {@code index} counting row by row. */
  public float value(int index) {
    return type == DType.E4M3 ? Elements.fromE4M3(codes[index]) : codes[index];
  }

  /** {@code s_x · s_w[o]}, rounded to binary32, for every output channel; a copy. */
  public float[] scales() {
    return scales.clone();
  }
}
