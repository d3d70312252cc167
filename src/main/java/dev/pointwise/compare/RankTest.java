package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/** Whether samples of one set are mostly greater than those of another. */
final class RankTest {
  /**
   * The p below which samples count as different. A row has a tenth of the one false verdict in a
   * hundred that is promised; it depends on no other row, so no correction for their number is
   * made.
   */
  static final double LEVEL = 0.001;

  private RankTest() {}

  /** The p of the Mann–Whitney U test, two-sided. */
  static double p(Measurement baseline, Measurement candidate) {
    double p =
        MannWhitneyUTest.withDefaults().test(samples(baseline), samples(candidate)).getPValue();
    return Double.isNaN(p) ? 1 : p;
  }

  private static double[] samples(Measurement measurement) {
    return measurement.samples().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
