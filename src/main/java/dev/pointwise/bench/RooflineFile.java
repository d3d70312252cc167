package dev.pointwise.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import dev.pointwise.results.Roofline;
import dev.pointwise.results.RooflineJson;
import dev.pointwise.spec.Printable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one device's roofline: a schema, what it was measured on, and the ceilings.
 *
 * @param roofline what it holds; null where there is no file, or a fault
 * @param fault why it cannot be used, or null
 * @param newer whether a newer version of Pointwise wrote it, which is not to lose it
 */
record RooflineFile(@Nullable Roofline roofline, @Nullable String fault, boolean newer) {
  private static final int SCHEMA = 1;
  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /**
   * Reads one.
   *
   * @param bytes the file, or null if there is none
   * @param identity of the device that it has to be of
   */
  static RooflineFile of(byte @Nullable [] bytes, String identity) {
    if (bytes == null) {
      return new RooflineFile(null, null, false);
    }
    try {
      JsonObject json = GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonObject.class);
      return json == null ? unusable("it is empty") : of(json, identity);
    } catch (RuntimeException e) {
      return unusable("it is damaged: " + e.getMessage());
    }
  }

  private static RooflineFile of(JsonObject json, String identity) {
    int schema = json.get("schema").getAsInt();
    if (schema > SCHEMA) {
      return new RooflineFile(null, "a newer version wrote it, schema " + schema, true);
    }
    String found = json.get("measured_on").getAsString();
    if (!found.equals(identity)) {
      return unusable("it is of " + found);
    }
    Roofline roofline = RooflineJson.read(json.getAsJsonObject("roofline"));
    if (!(roofline.launch() > 0)
        || roofline.bandwidths().stream().anyMatch(each -> !(each.bytes() > 0 && each.rate() > 0))
        || roofline.peaks().values().stream().anyMatch(peak -> !(peak > 0))) {
      return unusable("it is damaged: a ceiling is 0");
    }
    return new RooflineFile(roofline, null, false);
  }

  private static RooflineFile unusable(String fault) {
    return new RooflineFile(null, Printable.line(fault), false);
  }

  /** The file that holds this roofline. */
  static byte[] bytes(String identity, Roofline roofline) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("measured_on", identity);
    json.add("roofline", RooflineJson.write(roofline));
    return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
