package dev.pointwise.oracle;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.Elements;
import dev.pointwise.tensor.HostTensor;
import dev.pointwise.tensor.QuantizedWeights;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes a layer from the definition of the convolution, in binary64, in plain Java. It knows
 * nothing of matrix products, so that it shares no mistake with what it checks.
 */
public final class Oracle {
  /** Elements of the input that are widened at a time: 8 MiB. */
  private static final int TILE_ELEMENTS = 1 << 20;

  private static final int MOST_TILE_PIXELS = 1 << 14;

  private final ConvSpec spec;
  private final HostTensor x;
  private final @Nullable HostTensor residual;
  private final double[] weight;
  private final float @Nullable [] scale;
  private final float @Nullable [] bias;
  private final TensorSpec output;
  private final double[] sum;
  private final double[] magnitude;

  private Oracle(ConvSpec spec, ConvWeights weights, HostTensor x, @Nullable HostTensor residual) {
    this.spec = spec;
    this.x = x;
    this.residual = residual;
    this.output = spec.output(x.spec());
    if (spec.precision().quantized()) {
      QuantizedWeights quantized = QuantizedWeights.of(spec, weights);
      this.weight = IntStream.range(0, quantized.size()).mapToDouble(quantized::value).toArray();
      this.scale = quantized.scales();
    } else {
      this.weight = widen(weights.weight(), spec.precision().storage());
      this.scale = null;
    }
    this.bias = weights.roundBias(spec.precision().output()).bias();
    this.sum = new double[(int) output.shape().elements()];
    this.magnitude = new double[sum.length];
  }

  /**
   * The result of one layer. W is rounded to the storage type first, or quantized as {@link
   * QuantizedWeights} tells, and the bias to the output's type, as a backend does when it prepares
   * the layer; the rounding of TF32 multiplicands is left to the error bound. Sums of integers are
   * exact.
   *
   * @param x the input, in the layer's storage type and input layout; may be a slice
   * @param residual what is added before the activation, in the output's extents, type and layout;
   *     may be a slice; or null
   * @throws IllegalArgumentException if weights or tensors do not fit the layer, the weights cannot
   *     be quantized, or the output has more elements than an array holds
   */
  public static Reference compute(
      ConvSpec spec, ConvWeights weights, HostTensor x, @Nullable HostTensor residual) {
    weights.check(spec);
    TensorSpec output = spec.output(x.spec());
    spec.check(x.spec(), output);
    if (residual != null) {
      spec.checkResidual(residual.spec(), output);
    }
    if (output.shape().elements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "output shape is " + output.shape() + ", expected at most 2^31-9 elements");
    }
    Oracle oracle = new Oracle(spec, weights, x, residual);
    oracle.run();
    return new Reference(spec, output, oracle.sum, oracle.magnitude, weights.slope());
  }

  private static double[] widen(float[] weight, DType dtype) {
    double[] wide = new double[weight.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = Elements.stored(weight[i], dtype);
    }
    return wide;
  }

  /** Takes the output's pixels, counted through all images, tile by tile. */
  private void run() {
    Shape shape = output.shape();
    long pixels = shape.n() * shape.pixels();
    int most = Math.clamp(TILE_ELEMENTS / spec.cIn(), 64, MOST_TILE_PIXELS);
    int width = (int) Math.min(pixels, most);
    double[][] planes = new double[spec.cIn()][width];
    for (long first = 0; first < pixels; first += width) {
      PixelTile tile = new PixelTile(shape, first, (int) Math.min(width, pixels - first));
      IntStream.range(0, spec.cIn()).parallel().forEach(c -> read(planes[c], c, tile));
      IntStream.range(0, spec.cOut()).parallel().forEach(o -> compute(o, planes, tile));
    }
  }

  private void read(double[] plane, int c, PixelTile tile) {
    tile.forEach(
        (i, n, h, w) ->
            plane[i] = x.getAt(x.spec().index(n, c, h * spec.stride(), w * spec.stride())));
  }

  private void compute(int o, double[][] planes, PixelTile tile) {
    double[] total = new double[tile.length()];
    double[] absolute = new double[tile.length()];
    int row = o * spec.groupIn();
    int from = o / spec.groupOut() * spec.groupIn();
    int c = 0;
    for (; c + 4 <= spec.groupIn(); c += 4) {
      addFour(total, absolute, Arrays.copyOfRange(weight, row + c, row + c + 4), planes, from + c);
    }
    for (; c < spec.groupIn(); c++) {
      addOne(total, absolute, weight[row + c], planes[from + c]);
    }
    double s = scale == null ? 1 : scale[o];
    float b = bias == null ? 0 : bias[o];
    tile.forEach(
        (i, n, h, w) -> {
          float r = residual == null ? 0 : residual.get(n, o, h, w);
          int index = (int) output.index(n, o, h, w);
          sum[index] = s * total[i] + b + r;
          magnitude[index] = s * absolute[i] + Math.abs(b) + Math.abs(r);
        });
  }

  private static void addFour(
      double[] total, double[] absolute, double[] w, double[][] planes, int c) {
    double w0 = w[0];
    double w1 = w[1];
    double w2 = w[2];
    double w3 = w[3];
    double[] x0 = planes[c];
    double[] x1 = planes[c + 1];
    double[] x2 = planes[c + 2];
    double[] x3 = planes[c + 3];
    for (int i = 0; i < total.length; i++) {
      double p0 = w0 * x0[i];
      double p1 = w1 * x1[i];
      double p2 = w2 * x2[i];
      double p3 = w3 * x3[i];
      total[i] += p0 + p1 + p2 + p3;
      absolute[i] += Math.abs(p0) + Math.abs(p1) + Math.abs(p2) + Math.abs(p3);
    }
  }

  private static void addOne(double[] total, double[] absolute, double w, double[] x) {
    for (int i = 0; i < total.length; i++) {
      double product = w * x[i];
      total[i] += product;
      absolute[i] += Math.abs(product);
    }
  }
}
