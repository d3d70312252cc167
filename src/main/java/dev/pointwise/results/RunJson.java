package dev.pointwise.results;

import com.google.gson.JsonObject;
import dev.pointwise.backend.BackendInfo;
import org.jspecify.annotations.Nullable;

/** A run as JSON. */
final class RunJson {
  private RunJson() {}

  static JsonObject write(RunInfo run) {
    JsonObject json = new JsonObject();
    Build build = run.build();
    json.addProperty("version", build.version());
    if (build.commit() != null) {
      json.addProperty("commit", build.commit());
    }
    if (build.dirty() != null) {
      json.addProperty("dirty", build.dirty());
    }
    json.addProperty("started", run.started().toString());
    json.add("command", Json.tree(run.command()));
    json.addProperty("backend", run.backend().backend());
    json.addProperty("device", run.backend().device());
    json.add("devices", Json.tree(run.devices()));
    json.add("details", Json.tree(run.backend().details()));
    json.add("condition", Json.tree(run.condition()));
    json.add("machine", Json.tree(run.machine()));
    json.add("settings", settings(run.settings()));
    if (run.roofline() != null) {
      json.add("roofline", RooflineJson.write(run.roofline()));
    }
    json.addProperty("measures_speed", !run.standIn());
    if (run.standIn()) {
      json.addProperty("warning", RunInfo.STAND_IN_WARNING);
    }
    return json;
  }

  private static JsonObject settings(Settings settings) {
    JsonObject json = new JsonObject();
    json.addProperty("seed", settings.seed());
    json.addProperty("fill", settings.fill().toString());
    json.addProperty("time", settings.timing().toString());
    json.addProperty("order", settings.order().toString());
    json.addProperty("budget", settings.budget());
    json.addProperty("recorded", settings.recorded());
    json.addProperty("twice", settings.twice());
    return json;
  }

  static RunInfo read(JsonFields json) {
    JsonFields machine = json.object("machine");
    return new RunInfo(
        new Build(
            json.text("version"), json.has("commit") ? json.text("commit") : null, dirty(json)),
        json.instant("started"),
        json.texts("command"),
        new BackendInfo(
            json.text("backend"), json.text("device"), json.map("details", JsonFields.Entry::text)),
        json.integers("devices"),
        json.map("condition", JsonFields.Entry::text),
        new Machine(
            machine.text("cpu"),
            machine.count("processors"),
            machine.text("os"),
            machine.text("jdk")),
        settings(json.object("settings")),
        json.has("roofline") ? RooflineJson.read(json.object("roofline")) : null);
  }

  private static @Nullable Boolean dirty(JsonFields json) {
    return json.has("dirty") ? json.bool("dirty") : null;
  }

  private static Settings settings(JsonFields json) {
    return new Settings(
        json.integer("seed"),
        json.constant("fill", Fill.class),
        json.constant("time", Timing.class),
        json.constant("order", Order.class),
        json.number("budget"),
        json.bool("recorded"),
        json.bool("twice"));
  }
}
