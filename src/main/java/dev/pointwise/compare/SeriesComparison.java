package dev.pointwise.compare;

import dev.pointwise.results.Measurement;
import dev.pointwise.results.Series;
import java.util.List;

/**
 * One series of a case, before and now.
 *
 * @param series which
 * @param baseline the old samples
 * @param candidate the new samples
 * @param evidence what there is to be said about the difference
 * @param verdict what it comes to
 * @param reasons why it is ambiguous; empty if it is not
 */
public record SeriesComparison(
    Series series,
    Measurement baseline,
    Measurement candidate,
    Evidence evidence,
    Verdict verdict,
    List<String> reasons) {
  /** Copies the list. */
  public SeriesComparison {
    reasons = List.copyOf(reasons);
  }
}
