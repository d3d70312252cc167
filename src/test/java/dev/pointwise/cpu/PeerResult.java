package dev.pointwise.cpu;

import dev.pointwise.bench.LayerShape;
import java.util.List;
import java.util.Locale;

/**
 * What one layer took in both.
 *
 * @param network the layer's network
 * @param name its name there
 * @param layer the layer
 * @param peer seconds of the peer, the median
 * @param ours seconds of ours, the median
 */
record PeerResult(String network, String name, LayerShape layer, double peer, double ours) {
  static final String HEADER =
      String.format(
          "%-14s %-24s %-38s %10s %10s %6s",
          "network", "layer", "shape", "peer µs", "ours µs", "R");

  /** The peer's time divided by ours: above 1, ours is faster. */
  double ratio() {
    return peer / ours;
  }

  /** The geometric mean of the ratios. */
  static double geomean(List<PeerResult> results) {
    return Math.exp(
        results.stream().mapToDouble(each -> Math.log(each.ratio())).average().orElseThrow());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-14s %-24s %-38s %10.1f %10.1f %6.3f",
        network,
        name,
        layer,
        peer * 1e6,
        ours * 1e6,
        ratio());
  }
}
