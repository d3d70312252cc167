package dev.pointwise.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pointwise.compare.Comparison;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.NetworkTable;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.RunResults;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the page's scripts draw: all figures computed, rounded to four digits. */
final class HtmlData {
  private static final MathContext DIGITS = new MathContext(4);

  /** Escapes what would end a script element. */
  private static final Gson GSON = new Gson();

  private HtmlData() {}

  /** The data as JSON that may stand inside a script element. */
  static String of(RunResults results, @Nullable Comparison comparison) {
    JsonObject json = new JsonObject();
    JsonArray runs = new JsonArray();
    for (RunInfo run : results.runs()) {
      runs.add(HtmlRun.of(run));
    }
    json.add("runs", runs);
    JsonArray rows = new JsonArray();
    HtmlRow html = new HtmlRow(results);
    for (CaseRow row : results.rows()) {
      rows.add(html.of(row));
    }
    json.add("rows", rows);
    JsonArray networks = new JsonArray();
    for (NetworkTable network : results.networks()) {
      networks.add(HtmlNetwork.of(network, results));
    }
    json.add("networks", networks);
    if (comparison != null) {
      json.add("comparison", HtmlComparison.of(comparison, results));
    }
    return GSON.toJson(json);
  }

  static JsonElement number(double value) {
    return Double.isFinite(value)
        ? new JsonPrimitive(new BigDecimal(value).round(DIGITS).stripTrailingZeros())
        : JsonNull.INSTANCE;
  }

  static JsonArray texts(Collection<String> texts) {
    JsonArray json = new JsonArray();
    texts.forEach(json::add);
    return json;
  }

  static JsonElement tree(Object value) {
    return GSON.toJsonTree(value);
  }
}
