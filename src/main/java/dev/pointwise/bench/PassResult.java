package dev.pointwise.bench;

import dev.pointwise.network.Footprint;
import dev.pointwise.results.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * What became of a network as a whole.
 *
 * @param verification whether it computes what it should
 * @param flops floating-point operations of its layers
 * @param footprint layers, products and memory
 * @param times its samples; null if it failed verification, or the backend refused
 * @param error what the backend refused, or null
 */
public record PassResult(
    PassVerification verification,
    double flops,
    Footprint footprint,
    @Nullable Times times,
    @Nullable String error) {
  /**
   * The samples of both ways to run a network, taken in turn.
   *
   * @param whole as a network: merged, recorded, one call
   * @param layers layer by layer: a call for each, neither merged nor recorded
   */
  public record Times(Measurement whole, Measurement layers) {
    /** How many times as long the layers one by one take. */
    public double ratio() {
      return layers.statistics().median() / whole.statistics().median();
    }
  }

  /**
   * Checks that nothing was timed that computes wrong results.
   *
   * @throws IllegalArgumentException if there are times of a network that failed
   */
  public PassResult {
    if (times != null && !verification.passed()) {
      throw new IllegalArgumentException(
          "times are given, expected none of a network that failed: " + verification);
    }
  }

  /** The network. */
  public Network network() {
    return verification.network();
  }

  /** Why there are no times, in a word; empty if there are some. */
  public String verdict() {
    return times != null ? "" : verification.mismatched() ? "FAILED" : "ERROR";
  }
}
