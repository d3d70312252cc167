package dev.pointwise.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.results.Measurement;
import dev.pointwise.results.Statistics;
import java.util.List;
import java.util.Locale;

/**
 * A report as JSON. Times are seconds; the schema's version changes when a field's meaning does.
 */
public final class JsonReport {
  /** The schema's version. */
  public static final int SCHEMA = 1;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Provenance provenance;

  private JsonReport(Provenance provenance) {
    this.provenance = provenance;
  }

  /** The text. */
  public static String text(Report report) {
    return text(new JsonReport(report.provenance()).report(report));
  }

  static String text(JsonObject json) {
    return GSON.toJson(json) + "\n";
  }

  private JsonObject report(Report report) {
    JsonObject json = head(provenance);
    JsonArray networks = new JsonArray();
    report.networks().forEach(network -> networks.add(network(network)));
    json.add("networks", networks);
    return json;
  }

  /** Where the numbers come from. */
  static JsonObject head(Provenance provenance) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("version", provenance.version());
    json.addProperty("started", provenance.started().toString());
    json.add("command", GSON.toJsonTree(provenance.command()));
    json.addProperty("seed", provenance.replay().seed());
    json.addProperty("backend", provenance.backend().backend());
    json.addProperty("device", provenance.backend().device());
    List<Integer> devices = provenance.replay().devices();
    json.add("device_indices", GSON.toJsonTree(devices));
    if (devices.size() == 1) {
      json.addProperty("device_index", devices.getFirst());
    }
    json.add("libraries", GSON.toJsonTree(provenance.backend().details()));
    json.add("machine", GSON.toJsonTree(provenance.machine()));
    json.addProperty("times", Provenance.HOT);
    json.addProperty("measures_speed", !provenance.standIn());
    if (provenance.standIn()) {
      json.addProperty("warning", Provenance.STAND_IN_WARNING);
    }
    return json;
  }

  private JsonObject network(NetworkResult result) {
    Network network = result.network();
    JsonObject json = new JsonObject();
    json.addProperty("name", network.suite().name());
    network.batch().ifPresent(batch -> json.addProperty("batch", batch));
    json.addProperty("dtype", network.precision().name().toLowerCase(Locale.ROOT));
    json.addProperty("layout", network.layout().name().toLowerCase(Locale.ROOT));
    result.forwardSeconds().ifPresent(time -> json.addProperty("forward_seconds", time));
    JsonArray rows = new JsonArray();
    for (int i = 0; i < result.rows().size(); i++) {
      rows.add(row(network.suite().layers().get(i), result.rows().get(i)));
    }
    json.add("rows", rows);
    return json;
  }

  private JsonObject row(SuiteLayer layer, CaseResult result) {
    JsonObject json = new JsonObject();
    json.addProperty("layer", layer.name());
    json.addProperty("repeat", layer.repeat());
    json.addProperty("siblings", layer.siblings());
    json.addProperty("shape", result.layerCase().shape().toString());
    json.addProperty("macs", result.layerCase().shape().macs());
    json.addProperty("bytes", result.layerCase().bytes());
    json.addProperty("parameters", result.layerCase().shape().parameters());
    json.addProperty("verified", result.verification().passed());
    JsonArray gates = new JsonArray();
    result.verification().gates().forEach(gate -> gates.add(gate.toString()));
    json.add("gates", gates);
    if (result.verification().unsupported() != null) {
      json.addProperty("unsupported", result.verification().unsupported());
    }
    if (result.error() != null) {
      json.addProperty("error", result.error());
    }
    if (result.times() != null) {
      json.add("plan", plan(result.times().plan()));
      time(json, result, result.times().calls());
    }
    if (result.times() != null && result.times().recorded() != null) {
      JsonObject recorded = new JsonObject();
      time(recorded, result.times().recorded());
      json.add("recorded", recorded);
    }
    json.addProperty("replay", provenance.replay().bench(result.layerCase()));
    return json;
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

  private static void time(JsonObject json, CaseResult result, Measurement measurement) {
    Statistics time = measurement.statistics();
    json.addProperty("gflops", result.gflops(time));
    json.addProperty("gbytes_per_second", result.gigabytesPerSecond(time));
    time(json, measurement);
  }

  /** The samples, and what they come to. */
  static void time(JsonObject json, Measurement measurement) {
    Statistics time = measurement.statistics();
    json.addProperty("median", time.median());
    json.addProperty("q1", time.q1());
    json.addProperty("q3", time.q3());
    json.addProperty("min", time.min());
    json.addProperty("max", time.max());
    json.addProperty("relative_iqr", time.relativeIqr());
    json.addProperty("runs_per_sample", measurement.runs());
    json.addProperty("stop", measurement.stop());
    json.add("samples", GSON.toJsonTree(measurement.samples()));
  }
}
