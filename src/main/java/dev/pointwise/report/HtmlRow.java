package dev.pointwise.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.CaseRow;
import dev.pointwise.results.RunResults;
import java.util.ArrayList;
import java.util.List;

/** Rows, for the page. */
final class HtmlRow {
  private final RunResults results;
  private final HtmlSeries series;

  HtmlRow(RunResults results) {
    this.results = results;
    series = HtmlSeries.of(results);
  }

  JsonObject of(CaseRow row) {
    JsonObject json = new JsonObject();
    json.addProperty("run", row.run());
    json.addProperty("fuse", row.key().fuse().toString());
    json.addProperty("shape", row.key().shape());
    json.addProperty("dtype", row.key().dtype());
    json.addProperty("layout", row.key().layout());
    json.add("flops", HtmlData.number(row.work().flops()));
    json.addProperty("bytes", row.work().bytes());
    json.addProperty("parameters", row.work().parameters());
    json.addProperty("status", row.outcome().status().name());
    json.addProperty("reason", row.outcome().reason());
    json.add("gates", HtmlData.texts(row.outcome().gates()));
    PlanExplanation plan = row.plan();
    if (plan != null) {
      json.addProperty("plan", plan.chosen());
      json.addProperty("why", plan.reason());
    }
    if (results.impossible(row)) {
      json.addProperty("impossible", true);
    }
    JsonObject times = new JsonObject();
    row.times()
        .forEach(
            (name, time) -> times.add(name.toString(), series.of(time, results.assess(row, name))));
    json.add("times", times);
    json.add("facts", HtmlData.tree(row.facts()));
    JsonArray cost = new JsonArray();
    cost.add(HtmlData.number(row.cost().verifying()));
    cost.add(HtmlData.number(row.cost().preparing()));
    cost.add(HtmlData.number(row.cost().sampling()));
    json.add("cost", cost);
    List<String> replay = new ArrayList<>(List.of("pointwise"));
    replay.addAll(row.replay());
    json.addProperty("replay", Texts.command(replay));
    return json;
  }
}
