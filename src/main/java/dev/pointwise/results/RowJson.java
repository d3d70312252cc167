package dev.pointwise.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.backend.PlanExplanation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A case as JSON. */
final class RowJson {
  private RowJson() {}

  /**
   * The object.
   *
   * @param run the run it belongs to
   */
  static JsonObject write(CaseRow row, RunInfo run) {
    JsonObject json = new JsonObject();
    json.addProperty("run", row.run());
    json.addProperty("fuse", row.key().fuse().toString());
    json.addProperty("shape", row.key().shape());
    json.addProperty("dtype", row.key().dtype());
    json.addProperty("layout", row.key().layout());
    json.add("uses", uses(row.uses()));
    json.addProperty("flops", row.work().flops());
    json.addProperty("bytes", row.work().bytes());
    json.addProperty("parameters", row.work().parameters());
    json.addProperty("status", row.outcome().status().toString());
    if (row.outcome().reason() != null) {
      json.addProperty("reason", row.outcome().reason());
    }
    json.add("gates", Json.tree(row.outcome().gates()));
    if (row.plan() != null) {
      json.add("plan", plan(row.plan()));
    }
    JsonObject times = new JsonObject();
    row.times()
        .forEach(
            (series, time) ->
                times.add(series.toString(), MeasurementJson.write(row, run, series, time)));
    json.add("times", times);
    json.add("facts", Json.tree(row.facts()));
    JsonObject cost = new JsonObject();
    cost.addProperty("verifying", row.cost().verifying());
    cost.addProperty("preparing", row.cost().preparing());
    cost.addProperty("sampling", row.cost().sampling());
    json.add("cost", cost);
    json.add("replay", Json.tree(row.replay()));
    return json;
  }

  private static JsonArray uses(List<Use> uses) {
    JsonArray array = new JsonArray();
    for (Use use : uses) {
      JsonObject json = new JsonObject();
      json.addProperty("network", use.network());
      json.addProperty("batch", use.batch());
      json.addProperty("fuse", use.fuse().toString());
      json.addProperty("layer", use.layer());
      json.addProperty("repeat", use.repeat());
      json.addProperty("index", use.index());
      json.addProperty("rows", use.rows());
      array.add(json);
    }
    return array;
  }

  private static JsonObject plan(PlanExplanation plan) {
    JsonObject json = new JsonObject();
    json.addProperty("chosen", plan.chosen());
    json.addProperty("reason", plan.reason());
    JsonArray candidates = new JsonArray();
    for (PlanExplanation.Candidate each : plan.candidates()) {
      JsonObject candidate = new JsonObject();
      candidate.addProperty("name", each.name());
      each.seconds().ifPresent(seconds -> candidate.addProperty("seconds", seconds));
      candidate.addProperty("note", each.note());
      candidates.add(candidate);
    }
    json.add("candidates", candidates);
    return json;
  }

  static CaseRow read(JsonFields json) {
    JsonFields cost = json.object("cost");
    return new CaseRow(
        json.count("run"),
        new CaseKey(
            json.constant("fuse", Fuse.class),
            json.text("shape"),
            json.text("dtype"),
            json.text("layout")),
        json.objects("uses").stream().map(RowJson::use).toList(),
        new Work(json.number("flops"), json.size("bytes"), json.size("parameters")),
        new Outcome(
            json.constant("status", Outcome.Status.class),
            json.has("reason") ? json.text("reason") : null,
            json.texts("gates")),
        plan(json),
        times(json),
        json.map("facts", JsonFields.Entry::integer),
        new Cost(cost.number("verifying"), cost.number("preparing"), cost.number("sampling")),
        json.texts("replay"));
  }

  private static Use use(JsonFields json) {
    return new Use(
        json.text("network"),
        json.count("batch"),
        json.constant("fuse", Fuse.class),
        json.text("layer"),
        json.count("repeat"),
        json.count("index"),
        json.count("rows"));
  }

  private static @Nullable PlanExplanation plan(JsonFields json) {
    if (!json.has("plan")) {
      return null;
    }
    JsonFields plan = json.object("plan");
    return new PlanExplanation(
        plan.text("chosen"),
        plan.text("reason"),
        plan.objects("candidates").stream()
            .map(
                each ->
                    new PlanExplanation.Candidate(
                        each.text("name"),
                        each.has("seconds")
                            ? OptionalDouble.of(each.number("seconds"))
                            : OptionalDouble.empty(),
                        each.text("note")))
            .toList());
  }

  private static Map<Series, Measurement> times(JsonFields json) {
    JsonFields times = json.object("times");
    Map<Series, Measurement> all = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      if (times.has(series.toString())) {
        all.put(series, MeasurementJson.read(times.object(series.toString())));
      }
    }
    return all;
  }
}
