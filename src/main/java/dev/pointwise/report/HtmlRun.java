package dev.pointwise.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RunInfo;
import dev.pointwise.results.Settings;

/** A run's provenance, for the page. */
final class HtmlRun {
  private HtmlRun() {}

  static JsonObject of(RunInfo run) {
    JsonObject json = new JsonObject();
    json.addProperty("version", run.build().version());
    json.addProperty("commit", run.build().commit());
    json.addProperty("dirty", run.build().dirty());
    json.addProperty("started", run.started().toString());
    json.addProperty("command", Texts.command(run.command()));
    json.addProperty("backend", run.backend().backend());
    json.addProperty("device", run.backend().device());
    json.add("devices", HtmlData.tree(run.devices()));
    json.add("details", HtmlData.tree(run.backend().details()));
    json.add("condition", HtmlData.tree(run.condition()));
    json.addProperty("machine", run.machine().toString());
    json.add("settings", settings(run.settings()));
    if (run.standIn()) {
      json.addProperty("standIn", RunInfo.STAND_IN_WARNING);
    }
    Roofline roofline = run.roofline();
    if (roofline != null) {
      json.add("roofline", roofline(roofline));
    }
    return json;
  }

  private static JsonObject settings(Settings settings) {
    JsonObject json = new JsonObject();
    json.addProperty("seed", String.valueOf(settings.seed()));
    json.addProperty("fill", settings.fill().toString());
    json.addProperty("timing", settings.timing().toString());
    json.addProperty("order", settings.order().toString());
    json.addProperty("budget", settings.budget());
    json.addProperty("recorded", settings.recorded());
    json.addProperty("twice", settings.twice());
    return json;
  }

  private static JsonObject roofline(Roofline roofline) {
    JsonObject json = new JsonObject();
    json.addProperty("measured", roofline.measured().toString());
    JsonArray bandwidths = new JsonArray();
    for (Roofline.Bandwidth bandwidth : roofline.bandwidths()) {
      JsonArray pair = new JsonArray();
      pair.add(bandwidth.bytes());
      pair.add(HtmlData.number(bandwidth.rate()));
      bandwidths.add(pair);
    }
    json.add("bandwidths", bandwidths);
    JsonObject peaks = new JsonObject();
    roofline.peaks().forEach((dtype, rate) -> peaks.add(dtype, HtmlData.number(rate)));
    json.add("peaks", peaks);
    json.add("launch", HtmlData.number(roofline.launch()));
    return json;
  }
}
