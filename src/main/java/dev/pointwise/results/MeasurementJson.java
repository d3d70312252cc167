package dev.pointwise.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A measurement as JSON: the samples, and, for those who read them elsewhere, what they come to.
 */
final class MeasurementJson {
  private MeasurementJson() {}

  static JsonObject write(CaseRow row, RunInfo run, Series series, Measurement time) {
    Statistics statistics = time.statistics();
    JsonObject json = new JsonObject();
    Json.finite(json, "median", statistics.median());
    Json.finite(json, "q1", statistics.q1());
    Json.finite(json, "q3", statistics.q3());
    Json.finite(json, "min", statistics.min());
    Json.finite(json, "max", statistics.max());
    Json.finite(json, "relative_iqr", statistics.relativeIqr());
    Json.finite(json, "gflops", row.work().flops() / statistics.median() * 1e-9);
    Json.finite(json, "gbytes_per_second", row.work().bytes() / statistics.median() * 1e-9);
    run.assess(row, series)
        .ifPresent(
            assessment -> {
              Json.finite(json, "percent_of_roofline", assessment.percent());
              json.addProperty("bound", assessment.bound().toString());
              json.addProperty("impossible", assessment.impossible());
            });
    json.addProperty("runs_per_sample", time.runs());
    json.addProperty("stop", time.stop());
    json.add("discarded", Json.tree(time.discarded()));
    json.addProperty("disturbed", time.disturbed());
    time.clock().ifPresent(clock -> json.addProperty("clock_mhz", clock));
    time.pace().ifPresent(pace -> json.addProperty("pace", pace));
    if (time.phases() != null) {
      JsonObject phases = new JsonObject();
      phases.addProperty("to_device", time.phases().toDevice());
      phases.addProperty("compute", time.phases().compute());
      phases.addProperty("to_host", time.phases().toHost());
      json.add("phases", phases);
    }
    json.add("samples", Json.tree(time.samples()));
    json.add("at", microseconds(time.at()));
    return json;
  }

  private static JsonArray microseconds(List<Double> seconds) {
    JsonArray array = new JsonArray();
    seconds.forEach(each -> array.add(each < 1e9 ? Math.round(each * 1e6) / 1e6 : each));
    return array;
  }

  static Measurement read(JsonFields json) {
    return new Measurement(
        json.numbers("samples"),
        json.numbers("at"),
        json.count("runs_per_sample"),
        json.text("stop"),
        json.map("discarded", JsonFields.Entry::count),
        json.bool("disturbed"),
        optional(json, "clock_mhz"),
        optional(json, "pace"),
        json.has("phases") ? phases(json.object("phases")) : null);
  }

  private static OptionalDouble optional(JsonFields json, String name) {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }

  private static Phases phases(JsonFields json) {
    return new Phases(json.number("to_device"), json.number("compute"), json.number("to_host"));
  }
}
