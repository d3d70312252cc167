package dev.pointwise.report;

import dev.pointwise.backend.BackendInfo;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Units;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/**
 * A roofline as text: bandwidth by working set, peak and ridge point by dtype, the smallest run.
 */
public final class RooflineText {
  private static final double KILO = 1e3;

  private RooflineText() {}

  /** Prints it. */
  public static void print(PrintWriter out, BackendInfo backend, Roofline roofline) {
    out.println(Texts.clipped("roofline of " + backend, Texts.WIDTH));
    out.println("measured " + roofline.measured());
    if (RunInfo.isStandIn(backend)) {
      out.println(RunInfo.STAND_IN_WARNING);
    }
    out.println();
    line(out, "working set", "bandwidth", "");
    double memory = roofline.bandwidths().getLast().rate();
    for (Roofline.Bandwidth each : roofline.bandwidths()) {
      boolean last = each.equals(roofline.bandwidths().getLast());
      line(out, binary(each.bytes()), rate(each.rate(), "B/s"), last ? "memory" : "");
    }
    out.println();
    line(out, "dtype", "peak", "ridge point");
    for (Map.Entry<String, Double> peak : roofline.peaks().entrySet()) {
      line(
          out,
          peak.getKey(),
          rate(peak.getValue(), "FLOP/s"),
          digits(peak.getValue() / memory) + " FLOP/byte");
    }
    out.println();
    line(out, "smallest run", digits(roofline.launch() * 1e6) + " µs", "");
  }

  private static void line(PrintWriter out, String name, String value, String more) {
    out.println(String.format(Locale.ROOT, "%-14s %14s   %s", name, value, more).stripTrailing());
  }

  /** Bytes in units of 1024. */
  static String binary(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    return digits(value) + " " + units[unit];
  }

  /** A rate with a prefix of 1000. */
  static String rate(double value, String unit) {
    double scaled = value;
    int prefix = 0;
    while (scaled >= KILO && prefix < 5) {
      scaled /= KILO;
      prefix++;
    }
    String[] prefixes = {"", "k", "M", "G", "T", "P"};
    return digits(scaled) + " " + prefixes[prefix] + unit;
  }

  private static String digits(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : Units.digits(value);
  }
}
