package dev.pointwise.bench;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What became of one case.
 *
 * @param verification whether it computes what it should
 * @param times its samples; null if it failed verification, or the backend refused or cannot run it
 * @param error what the backend refused while measuring, or null
 */
public record CaseResult(
    Verification verification, @Nullable LayerTimes times, @Nullable String error) {
  /**
   * Checks that nothing was timed that computes wrong results.
   *
   * @throws IllegalArgumentException if there is a measurement of a case that failed
   */
  public CaseResult {
    if (times != null && !verification.passed()) {
      throw new IllegalArgumentException(
          "times are given, expected none of a case that failed: " + verification);
    }
  }

  /** The samples of calls; null if there are no times. */
  public @Nullable Measurement measurement() {
    return times == null ? null : times.calls();
  }

  /** The case. */
  public LayerCase layerCase() {
    return verification.layerCase();
  }

  /** Why there is no measurement, in a word; empty if there is one. */
  public String verdict() {
    if (times != null) {
      return "";
    }
    return unsupported() ? "n/a" : verification.mismatched() ? "FAILED" : "ERROR";
  }

  /** Whether there is no measurement because the backend cannot run the case here. */
  public boolean unsupported() {
    return verification.unsupported() != null;
  }

  /** Floating-point operations per nanosecond at that median time. */
  public double gflops(Statistics time) {
    return layerCase().flops() / time.median() * 1e-9;
  }

  /** Compulsory bytes per nanosecond at that median time. */
  public double gigabytesPerSecond(Statistics time) {
    return layerCase().bytes() / time.median() * 1e-9;
  }
}
