package dev.pointwise.cli;

import dev.pointwise.spec.Activation;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import dev.pointwise.tensor.HostTensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one run needs, all of it fitting together.
 *
 * @param spec the layer
 * @param weights its weights
 * @param x its input
 * @param residual its residual, or null
 * @param warnings a line for each array that the type leaves with fewer finite numbers
 */
record RunInputs(
    ConvSpec spec,
    ConvWeights weights,
    HostTensor x,
    @Nullable HostTensor residual,
    List<String> warnings) {
  /** What the options say of the layer. */
  record Settings(
      int groups,
      int stride,
      Activation activation,
      Precision precision,
      Layout layout,
      Layout outputLayout) {}

  /**
   * Puts options and arrays together.
   *
   * @throws UsageException if they contradict each other
   */
  static RunInputs of(
      Settings settings,
      InputArray w,
      @Nullable InputArray bias,
      @Nullable InputArray slope,
      InputArray x,
      @Nullable InputArray residual) {
    if (settings.precision().quantized()) {
      throw new UsageException(
          "--dtype is "
              + settings.precision().name().toLowerCase(Locale.ROOT)
              + ", expected f32, tf32, f16 or bf16: quantized layers take scales, which run does"
              + " not");
    }
    w.expectWeights();
    ConvSpec spec = UsageException.check(() -> spec(settings, w.extent(0), w.extent(1)));
    checkSlope(spec, slope);
    ConvWeights weights = weights(w, bias, slope);
    UsageException.check("", () -> weights.check(spec));
    DType dtype = settings.precision().storage();
    HostTensor input = x.tensor(settings.layout(), dtype);
    UsageException.check(x.label() + ": ", () -> spec.output(input.spec()));
    if (residual == null) {
      return new RunInputs(spec, weights, input, null, warnings(dtype, w, bias, x));
    }
    HostTensor added = residual.tensor(settings.outputLayout(), dtype);
    UsageException.check(
        residual.label() + ": ", () -> spec.checkResidual(added.spec(), spec.output(input.spec())));
    return new RunInputs(spec, weights, input, added, warnings(dtype, w, bias, x, residual));
  }

  private static List<String> warnings(DType dtype, @Nullable InputArray... rounded) {
    return Stream.of(rounded)
        .flatMap(Stream::ofNullable)
        .flatMap(array -> array.overflow(dtype).stream())
        .toList();
  }

  private static void checkSlope(ConvSpec spec, @Nullable InputArray slope) {
    boolean prelu = spec.activation().kind() == Activation.Kind.PRELU;
    if (prelu && slope == null) {
      throw new UsageException(
          "--slope is missing, expected C_out = " + spec.cOut() + " numbers for prelu");
    }
    if (!prelu && slope != null) {
      throw new UsageException(
          "--slope is given, expected none: the activation is "
              + spec.activation()
              + ", not prelu");
    }
  }

  private static ConvSpec spec(Settings settings, int cOut, int groupIn) {
    long cIn = (long) groupIn * settings.groups();
    if (cIn > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "groups is " + settings.groups() + ", expected C_in below 2^31");
    }
    return new ConvSpec(
        settings.groups() < 1 ? groupIn : (int) cIn,
        cOut,
        settings.groups(),
        settings.stride(),
        settings.activation(),
        settings.precision(),
        settings.layout(),
        settings.outputLayout());
  }

  private static ConvWeights weights(
      InputArray w, @Nullable InputArray bias, @Nullable InputArray slope) {
    ConvWeights weights = ConvWeights.of(w.array().values());
    weights = bias == null ? weights : weights.bias(bias.vector());
    return slope == null ? weights : weights.slope(slope.vector());
  }
}
