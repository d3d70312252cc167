package dev.pointwise.compare;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Series;
import java.util.List;
import java.util.Optional;

/**
 * A case that both have, before and now.
 *
 * @param backend the candidate's backend, by name
 * @param baseline what was found before
 * @param candidate what was found now
 * @param series each series that both have; empty if one of them was not measured
 * @param impossible whether a time of it is shorter than possible, so that it is in no total
 * @param verdict what it comes to
 * @param reasons what is to be known of the row as a whole, such as why it is ambiguous
 */
public record RowComparison(
    String backend,
    CaseRow baseline,
    CaseRow candidate,
    List<SeriesComparison> series,
    boolean impossible,
    Verdict verdict,
    List<String> reasons) {
  /** Copies the lists. */
  public RowComparison {
    series = List.copyOf(series);
    reasons = List.copyOf(reasons);
  }

  /** Which case. */
  public CaseKey key() {
    return candidate.key();
  }

  /** That series, if both have it. */
  public Optional<SeriesComparison> series(Series which) {
    return series.stream().filter(each -> each.series() == which).findFirst();
  }
}
