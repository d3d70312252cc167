package dev.pointwise.compare;

import dev.pointwise.results.Series;

/**
 * Times of several rows, added up.
 *
 * @param series of which times
 * @param rows how many rows are in it: those that both have measured, and none that is impossible
 * @param baseline the old medians, each as often as its layer is there, in seconds
 * @param candidate the new medians, likewise
 * @param geometricMean of the rows' ratios, new ÷ old, each as often as its layer is there
 * @param floor the difference that is nothing but noise
 * @param verdict what it comes to
 * @param reason why, in a line
 */
public record Total(
    Series series,
    int rows,
    double baseline,
    double candidate,
    double geometricMean,
    double floor,
    Verdict verdict,
    String reason) {
  /** New total ÷ old total. */
  public double ratio() {
    return candidate / baseline;
  }
}
