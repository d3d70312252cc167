package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.spec.Precision;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a device allows at best.
 *
 * @param bytesPerSecond of a copy, reads and writes together
 * @param flopsPerSecond of products, by how they are computed; a precision that is missing has none
 * @param launchSeconds of the smallest kernel among others of its kind
 */
record Roofline(
    double bytesPerSecond, Map<Precision, Double> flopsPerSecond, double launchSeconds) {
  /** Published peaks of an H200 (SXM), dense; three microseconds for a kernel are an assumption. */
  static final Roofline H200 =
      new Roofline(
          4.8e12,
          Map.of(
              Precision.F32, 67e12,
              Precision.TF32, 494.7e12,
              Precision.F16, 989.4e12,
              Precision.BF16, 989.4e12,
              Precision.F8, 1979e12),
          3e-6);

  Roofline {
    flopsPerSecond = Map.copyOf(flopsPerSecond);
  }

  /** The ceilings that cublas-bench measured; empty unless bandwidth and launch are among them. */
  static Optional<Roofline> measured(JsonArray lines) {
    double copy = 0;
    double launch = Double.POSITIVE_INFINITY;
    Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
    for (JsonElement element : lines) {
      JsonObject line = element.getAsJsonObject();
      double value = JsonLines.number(line, "value");
      switch (JsonLines.text(line, "ceiling")) {
        case "copy" -> copy = Math.max(copy, value);
        case "launch" -> launch = Math.min(launch, value);
        case "gemm" -> peaks.merge(precision(line), value, Math::max);
        default -> {}
      }
    }
    return copy > 0 && Double.isFinite(launch)
        ? Optional.of(new Roofline(copy, peaks, launch))
        : Optional.empty();
  }

  private static Precision precision(JsonObject line) {
    return Precision.parse(JsonLines.text(line, "dtype").toLowerCase(Locale.ROOT));
  }

  Bound bound(LayerCase layer) {
    double memory = layer.bytes() / bytesPerSecond;
    double compute = computeSeconds(layer.flops(), layer.precision());
    if (Math.max(memory, compute) < launchSeconds) {
      return Bound.LAUNCH;
    }
    return compute > memory ? Bound.COMPUTE : Bound.MEMORY;
  }

  /** The least that a layer takes. */
  double seconds(LayerCase layer) {
    return seconds(layer.bytes(), layer.flops(), layer.precision());
  }

  /** The least that a kernel takes which moves and computes that much. */
  double seconds(long bytes, double flops, Precision precision) {
    double moving = Math.max(bytes / bytesPerSecond, computeSeconds(flops, precision));
    return Math.max(moving, launchSeconds);
  }

  /** How long products take; nothing where the peak is not known. */
  private double computeSeconds(double flops, Precision precision) {
    Double peak = flopsPerSecond.get(precision);
    return peak == null ? 0 : flops / peak;
  }

  /** The part of what its bound allows that a layer reaches in that time; above 1 is impossible. */
  double share(LayerCase layer, double seconds) {
    return seconds(layer) / seconds;
  }
}
