package dev.pointwise.report;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import dev.pointwise.results.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that have no measurement, or none to believe, and why. */
final class Findings {
  /**
   * One of them.
   *
   * @param label what it is
   * @param text which case, and why
   * @param replay the command that measures it again; empty where that would show nothing new
   */
  record Finding(RowLabel label, String text, String replay) {}

  private Findings() {}

  /** All of them; those that the backend cannot run for the same reason are one. */
  static List<Finding> of(RunResults results) {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<CaseRow>> unsupported = new LinkedHashMap<>();
    for (CaseRow row : results.rows()) {
      RowLabel label = RowLabel.of(results, row);
      if (label == RowLabel.UNSUPPORTED) {
        String reason = String.valueOf(row.outcome().reason());
        unsupported.computeIfAbsent(reason, any -> new ArrayList<>()).add(row);
      } else if (label != RowLabel.GOOD) {
        findings.add(new Finding(label, row.key() + ": " + why(results, row), replay(row)));
      }
    }
    unsupported.forEach(
        (reason, rows) -> {
          String others = rows.size() == 1 ? "" : " and " + (rows.size() - 1) + " more";
          String text = rows.getFirst().key() + others + ": " + reason;
          findings.add(new Finding(RowLabel.UNSUPPORTED, text, ""));
        });
    return findings;
  }

  static String replay(CaseRow row) {
    List<String> words = new ArrayList<>(List.of("pointwise"));
    words.addAll(row.replay());
    return Texts.command(words);
  }

  private static String why(RunResults results, CaseRow row) {
    if (!row.times().isEmpty()) {
      return impossible(results, row);
    }
    List<String> parts = new ArrayList<>();
    if (row.outcome().reason() != null) {
      parts.add(row.outcome().reason());
    }
    parts.addAll(row.outcome().gates());
    return String.join("; ", parts);
  }

  private static String impossible(RunResults results, CaseRow row) {
    List<String> parts = new ArrayList<>();
    for (Series series : row.times().keySet()) {
      results
          .assess(row, series)
          .filter(Roofline.Assessment::impossible)
          .ifPresent(
              found ->
                  parts.add(
                      series
                          + " takes "
                          + Cells.median(row, series)
                          + ", expected at least "
                          + shortest(row, series, found)));
    }
    return String.join("; ", parts) + "; if again, the roofline is wrong: run `pointwise roofline`";
  }

  private static String shortest(CaseRow row, Series series, Roofline.Assessment found) {
    double median = row.time(series).orElseThrow().statistics().median();
    return Units.seconds(found.percent() / 100 * median).strip()
        + " by the "
        + found.bound()
        + " roof";
  }
}
