package dev.pointwise.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.results.Measurement;
import java.util.Locale;

/** A report of networks as JSON, with the head of {@link JsonReport}. Times are seconds. */
public final class PassJsonReport {
  private PassJsonReport() {}

  /** The text. */
  public static String text(PassReport report) {
    JsonObject json = JsonReport.head(report.provenance());
    json.addProperty("method", PassReport.METHOD);
    JsonArray passes = new JsonArray();
    report.passes().forEach(pass -> passes.add(pass(pass, report.provenance())));
    json.add("passes", passes);
    return JsonReport.text(json);
  }

  private static JsonObject pass(PassResult pass, Provenance provenance) {
    Network network = pass.network();
    JsonObject json = new JsonObject();
    json.addProperty("name", network.suite().name());
    network.batch().ifPresent(batch -> json.addProperty("batch", batch));
    json.addProperty("dtype", network.precision().name().toLowerCase(Locale.ROOT));
    json.addProperty("layout", network.layout().name().toLowerCase(Locale.ROOT));
    json.addProperty("layers", pass.footprint().layers());
    json.addProperty("calls", pass.footprint().steps());
    json.addProperty("products", pass.footprint().products());
    json.addProperty("buffers", pass.footprint().buffers());
    json.addProperty("buffer_bytes", pass.footprint().bytes());
    json.addProperty("flops", pass.flops());
    json.addProperty("verified", pass.verification().passed());
    JsonArray failures = new JsonArray();
    pass.verification().failures().forEach(failure -> failures.add(failure.toString()));
    json.add("failures", failures);
    if (pass.error() != null) {
      json.addProperty("error", pass.error());
    }
    if (pass.times() != null) {
      json.add("network", time(pass.times().whole()));
      json.add("layer_by_layer", time(pass.times().layers()));
      json.addProperty("ratio", pass.times().ratio());
    }
    json.addProperty("replay", provenance.replay().bench(network));
    return json;
  }

  private static JsonObject time(Measurement measurement) {
    JsonObject json = new JsonObject();
    JsonReport.time(json, measurement);
    return json;
  }
}
