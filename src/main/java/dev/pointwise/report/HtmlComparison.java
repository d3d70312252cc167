package dev.pointwise.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.compare.Comparison;
import dev.pointwise.compare.RowComparison;
import dev.pointwise.compare.SeriesComparison;
import dev.pointwise.compare.SuiteComparison;
import dev.pointwise.compare.Total;
import dev.pointwise.compare.UnmatchedRow;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.util.IdentityHashMap;

/** A comparison, for the page. */
final class HtmlComparison {
  private final IdentityHashMap<CaseRow, Integer> places = new IdentityHashMap<>();

  private HtmlComparison(RunResults results) {
    for (CaseRow row : results.rows()) {
      places.put(row, places.size());
    }
  }

  /**
   * A comparison whose candidate those results are.
   *
   * @throws IllegalArgumentException if they are not
   */
  static JsonObject of(Comparison comparison, RunResults results) {
    HtmlComparison html = new HtmlComparison(results);
    JsonObject json = new JsonObject();
    JsonArray baseline = new JsonArray();
    for (RunInfo run : comparison.baseline().runs()) {
      baseline.add(HtmlRun.of(run));
    }
    json.add("baseline", baseline);
    json.add("forced", HtmlData.texts(comparison.forced()));
    json.add("notes", HtmlData.texts(comparison.notes()));
    JsonArray rows = new JsonArray();
    for (RowComparison row : comparison.rows()) {
      rows.add(html.row(row));
    }
    json.add("rows", rows);
    JsonArray totals = new JsonArray();
    for (SuiteComparison suite : comparison.suites()) {
      suite.totals().forEach(total -> totals.add(total(suite, total)));
    }
    json.add("totals", totals);
    JsonArray unmatched = new JsonArray();
    for (UnmatchedRow row : comparison.unmatched()) {
      unmatched.add(row.row().key() + " on " + row.backend() + ": " + row.reason());
    }
    json.add("unmatched", unmatched);
    return json;
  }

  private JsonObject row(RowComparison row) {
    Integer place = places.get(row.candidate());
    if (place == null) {
      throw new IllegalArgumentException(
          "comparison is of " + row.key() + ", expected cases of these results");
    }
    JsonObject json = new JsonObject();
    json.addProperty("row", place);
    json.addProperty("verdict", row.verdict().name());
    json.add("reasons", HtmlData.texts(row.reasons()));
    JsonObject series = new JsonObject();
    for (SeriesComparison each : row.series()) {
      series.add(each.series().toString(), series(each));
    }
    json.add("series", series);
    return json;
  }

  private static JsonObject series(SeriesComparison series) {
    JsonObject json = new JsonObject();
    json.add("before", HtmlData.number(series.baseline().statistics().median()));
    json.add("ratio", HtmlData.number(series.evidence().ratio()));
    json.add("p", HtmlData.number(series.evidence().p()));
    json.addProperty("apart", series.evidence().apart());
    json.add("floor", HtmlData.number(series.evidence().floor().effect()));
    json.add("shift", HtmlData.number(series.evidence().shift()));
    json.addProperty("source", series.evidence().floor().source());
    json.addProperty("verdict", series.verdict().name());
    json.add("reasons", HtmlData.texts(series.reasons()));
    return json;
  }

  private static JsonObject total(SuiteComparison suite, Total total) {
    JsonObject json = new JsonObject();
    json.addProperty("name", suite.name());
    json.addProperty("backend", suite.backend());
    json.addProperty("expected", suite.expected());
    json.addProperty("series", total.series().toString());
    json.addProperty("rows", total.rows());
    json.add("before", HtmlData.number(total.baseline()));
    json.add("now", HtmlData.number(total.candidate()));
    json.add("mean", HtmlData.number(total.geometricMean()));
    json.add("floor", HtmlData.number(total.floor()));
    json.addProperty("verdict", total.verdict().name());
    json.addProperty("reason", total.reason());
    return json;
  }
}
